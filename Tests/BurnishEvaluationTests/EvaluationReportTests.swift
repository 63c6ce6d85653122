import BurnishCore
import BurnishEvaluation
import BurnishTensors
import Foundation
import Testing

@Suite struct EvaluationReportTests {
  static func report(_ rows: [EvaluationReport.Row]) -> EvaluationReport {
    EvaluationReport(
      set: "lu", model: "fdkn", protocol: "dkn-bicubic", strength: .factor(8),
      unit: "levels 0...255", metrics: ["rmse", "mae"], rows: rows)
  }

  @Test func jsonHoldsMeansAndImages() throws {
    let report = Self.report([
      .init(name: "first", values: [1, 0.5]), .init(name: "second", values: [3, 1]),
    ])
    struct Decoded: Decodable {
      struct Image: Decodable {
        let name: String
        let rmse, mae: Double
      }
      let set, model, `protocol`: String
      let factor: Int
      let metrics: [String: Double]
      let images: [Image]
    }
    let decoded = try JSONDecoder().decode(Decoded.self, from: report.json())
    #expect(decoded.set == "lu" && decoded.model == "fdkn" && decoded.protocol == "dkn-bicubic")
    #expect(decoded.factor == 8)
    #expect(decoded.metrics == ["rmse": 2, "mae": 0.75])
    #expect(decoded.images.map(\.name) == ["first", "second"])
    #expect(decoded.images.map(\.rmse) == [1, 3] && decoded.images.map(\.mae) == [0.5, 1])
    #expect(try report.json() == report.json())
  }

  /// Scripts may rely on this text, so every byte is compared.
  @Test func jsonIsTheSameText() throws {
    var report = Self.report([.init(name: "a/b", values: [1, 0.1])])
    report.settings = ["solver": "splitting", "iterations": "30"]
    let wanted = """
      {
        "factor" : 8,
        "images" : [
          {
            "mae" : 0.1,
            "name" : "a/b",
            "rmse" : 1
          }
        ],
        "metrics" : {
          "mae" : 0.1,
          "rmse" : 1
        },
        "model" : "fdkn",
        "protocol" : "dkn-bicubic",
        "set" : "lu",
        "settings" : {
          "iterations" : "30",
          "solver" : "splitting"
        },
        "unit" : "levels 0...255"
      }

      """
    #expect(String(decoding: try report.json(), as: UTF8.self) == wanted)
  }

  @Test func noiseIsNamedByItsDeviation() throws {
    var report = Self.report([.init(name: "first", values: [1, 0.5])])
    report.strength = .sigma(18.03)
    #expect(report.table.hasPrefix("lu sigma 18.03, protocol dkn-bicubic, model fdkn, "))
    let json = try JSONSerialization.jsonObject(with: report.json()) as? [String: Any]
    #expect(json?["sigma"] as? Double == 18.03)
    #expect(json?["factor"] == nil)
  }

  @Test func figuresOfAllImagesNeedNotBeMeans() throws {
    var report = Self.report([
      .init(name: "a", values: [1, 0.5]), .init(name: "b", values: [3, 1]),
    ])
    report.overall = [7, 8]
    let lines = report.table.split(separator: "\n").map(String.init)
    #expect(lines[1] == "image       rmse        mae")
    #expect(lines.last == "all 2     7.0000     8.0000")
    let json = try JSONSerialization.jsonObject(with: report.json()) as? [String: Any]
    #expect(json?["metrics"] as? [String: Double] == ["rmse": 7, "mae": 8])
  }

  @Test func aFigureThatIsNotFiniteIsNoJSON() {
    let report = Self.report([.init(name: "broken", values: [.nan, 1])])
    let failure = #expect(throws: Failure.self) { try report.json() }
    #expect(failure?.subject == "broken")
  }

  @Test func tableLinesUp() {
    let table = Self.report([
      .init(name: "a", values: [1, 0.5]), .init(name: "a-longer-name", values: [30, 1]),
    ]).table
    let wanted = """
      lu x8, protocol dkn-bicubic, model fdkn, in levels 0...255
      image               rmse        mae
      -----------------------------------
      a                 1.0000     0.5000
      a-longer-name    30.0000     1.0000
      -----------------------------------
      mean of 2        15.5000     0.7500
      """
    #expect(table == wanted)
  }
}
