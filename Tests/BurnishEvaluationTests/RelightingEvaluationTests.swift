import Burnish
import BurnishCore
import BurnishData
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@Suite struct RelightingEvaluationTests {
  /// Calls `body` with a folder of ten subjects. Each is one gray, and darker by 0.2 and 0.1 under two other
  /// lights.
  private func withFaces(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-faces-\(UUID().uuidString)")
    let faces = folder.appendingPathComponent("faces/yaleB")
    try FileManager.default.createDirectory(at: faces, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for subject in 10..<20 {
      for (light, change) in [("A+000E+00", Float(0)), ("A+050E+00", 51), ("A-050E+00", 25.5)] {
        let level = (Float(60 + 10 * (subject - 10)) + 51 - change).rounded() / 255
        try Image(samples: Tensor(repeating: level, shape: [1, 1, 20, 18]))
          .write(to: faces.appendingPathComponent("yaleB\(subject)_P00\(light).pgm").path)
      }
    }
    try body(folder)
  }

  @Test func errorsAreMeansOverLights() throws {
    try withFaces { folder in
      let path = folder.appendingPathComponent("m.safetensors").path
      try PairModel.write(to: path, inputChannels: 1, outputChannels: 1, task: .relighting)
      let model = try ModelCatalog().relighter(path)
      let report = try RelightingEvaluation(
        split: Split(.faces, dataDirectory: folder.path)
      ).run(model)
      #expect(report.rows.map(\.name) == (12..<20).map { "yaleB\($0)" })
      // The mean of 51 levels and of 25.5, which is rounded up or down.
      for row in report.rows {
        #expect(abs(row.values[0] - 38.25) <= 0.26 && abs(row.values[2] - 38.25) <= 0.26)
        #expect(row.values[1] <= row.values[3] + 1e-6)
      }
      // The errors of the first subject, computed here.
      let truth = try Image.read(folder.path + "/faces/yaleB/yaleB12_P00A+000E+00.pgm").samples
      let after = try ["+", "-"].map { side in
        let face = try Image.read(folder.path + "/faces/yaleB/yaleB12_P00A\(side)050E+00.pgm")
        return 255
          * meanAbsoluteError(try model.mappedBlocking(face).samples.clipped(to: 0...1), truth)
      }
      #expect(abs(report.rows[0].values[1] - (after[0] + after[1]) / 2) < 1e-6)
      #expect(report.table.hasPrefix("yale-faces, protocol frontal-light, model pairs"))
      #expect(try !report.json().isEmpty)
      let limited = try RelightingEvaluation(
        split: Split(.faces, dataDirectory: folder.path, limit: 2)
      ).run(model)
      #expect(limited.rows.count == 2)
    }
  }

  @Test func whatIsMissingIsNamed() throws {
    try withFaces { folder in
      let nowhere = #expect(throws: Failure.self) {
        try Split<FaceSample>(.faces, dataDirectory: folder.path + "/nowhere")
      }
      #expect(nowhere?.kind == .noInput)
      try FileManager.default.removeItem(
        atPath: folder.path + "/faces/yaleB/yaleB15_P00A+000E+00.pgm")
      let front = #expect(throws: Failure.self) {
        try Split<FaceSample>(.faces, dataDirectory: folder.path)
      }
      #expect(front?.found == "no pair of lights for the subject yaleB15")
    }
  }
}
