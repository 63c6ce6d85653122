import BurnishCore
import BurnishData
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@testable import Burnish
@testable import BurnishEvaluation

@Suite struct RestorationEvaluationTests {
  /// The figures of bicubic enlargement confirm the protocol to two decimals.
  @Test(
    .enabled(if: data != nil, "BURNISH_DATA names no folder with the data sets"),
    arguments: [
      (DataSet<RestorationSample>.set5, 2, 31.80), (.set5, 3, 28.63), (.set5, 4, 26.70),
      (.set5, 5, 25.30), (.set14, 2, 28.53), (.set14, 3, 25.95), (.set14, 4, 24.47),
      (.set14, 5, 23.49),
    ])
  func bicubicEnlargementIsAsPublished(
    set: DataSet<RestorationSample>, factor: Int, decibels: Double
  ) throws {
    let split = try Split<RestorationSample>(set, dataDirectory: #require(Self.data))
    let report = try RestorationEvaluation(split: split, task: .superResolution(factor: factor))
      .run(.none)
    #expect(abs(report.means[1] - decibels) < 0.006, "\(report.means[1])")
    #expect(report.means[0] == report.means[1])
  }

  @Test(.enabled(if: data != nil, "BURNISH_DATA names no folder with the data sets"))
  func levinsSetHasAllPairs() throws {
    let split = try Split<RestorationSample>(.levin, dataDirectory: #require(Self.data))
    #expect(split.files.count == 32 && split.files[9].name == "im2 kernel2")
    let report = try RestorationEvaluation(split: split, task: .deblurring(sigma: 2.55)).run(.none)
    #expect(report.protocol == "levin-deblur" && (20..<24).contains(report.means[1]))
  }

  /// The decibels of noise alone are known. Those of a reduction alone are close to those of `daep-sr`.
  @Test(.enabled(if: data != nil, "BURNISH_DATA names no folder with the data sets"))
  func whatIsComposedIsKnownOneByOne() throws {
    let split = try Split<RestorationSample>(.set5, dataDirectory: #require(Self.data))
    func report(_ blur: Double, _ factor: Int, _ sigma: Double) throws -> EvaluationReport {
      try RestorationEvaluation(
        split: split, task: .composition(blur: blur, factor: factor, sigma: sigma)
      ).run(.none)
    }
    let noise = try report(0, 1, 5)
    #expect(noise.protocol == "composed" && noise.settings == ["blur": "0.0", "factor": "1"])
    #expect((-20 * log10(5.0 / 255)..<34.4).contains(noise.means[1]), "\(noise.means[1])")
    let reduced = try report(0, 2, 0).means[1]
    #expect(abs(reduced - 31.80) < 0.3, "\(reduced)")
    #expect(try report(1, 2, 5).means[1] < reduced - 1)
  }

  static var data: String? { ProcessInfo.processInfo.environment["BURNISH_DATA"] }

  @Test func reportsComeBackFromTheirFiles() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-report-\(UUID().uuidString).json").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var report = EvaluationReport(
      set: "set5", model: "small", protocol: "daep-sr", strength: .factor(3),
      unit: "dB and seconds",
      metrics: RestorationEvaluation.metrics,
      rows: [.init(name: "a", values: [1, 2.5, 3]), .init(name: "b", values: [4, 5, 6.25])])
    report.settings = ["solver": "splitting"]
    try report.json().write(to: URL(fileURLWithPath: path))
    let found = try EvaluationReport.read(path)
    #expect(found.rows.map(\.values) == report.rows.map(\.values))
    #expect(found.table == report.table)
    try found.check(continues: report, path: path)
    let part = EvaluationReport(
      set: "set5", model: "small", protocol: "daep-sr", strength: .factor(3),
      unit: "dB and seconds",
      metrics: RestorationEvaluation.metrics, rows: [.init(name: "b", values: [7, 8, 9])])
    #expect(part.keeping(rowsOf: found).rows.map(\.name) == ["b", "a"])
    report.settings = ["solver": "descent"]
    let failure = #expect(throws: Failure.self) {
      try found.check(continues: report, path: path)
    }
    #expect(failure?.subject == path && failure?.found == "a report of solver splitting")
    try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: Failure.self) { try EvaluationReport.read(path) }
  }

  @Test func tracesTellEnergies() {
    var iteration = RestorationIteration(
      number: 1, count: 2, priorWeight: 0.25, dataResidual: 8, priorResidual: 16)
    let other = iteration
    (iteration.equationsResidual, iteration.decibels) = (0.001, 30)
    let trace = RestorationTrace([iteration, other])
    #expect(
      trace.table
        == "iteration,prior_weight,energy,data_residual,prior_residual,equations_residual,psnr\n"
        + "1,0.25,5,8,16,0.001,30\n1,0.25,5,8,16,,\n")
    #expect(trace.plot.series.map(\.points.first?.y) == [5, 3, 2])
  }
}
