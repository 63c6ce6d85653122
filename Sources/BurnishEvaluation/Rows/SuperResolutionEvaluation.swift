import BurnishCore
import BurnishData

enum SuperResolutionEvaluation: RestorationRow {
  static let name = "superres"
  static let summary = "Measure enlargement of reduced images."
  static let set = RestorationEvaluation.set(.set5, .set14, default: .set5)
  static let own: [any EvaluationParameter] = [factor]
  static let examples: [KeyValuePairs<String, String>] = [
    ["set": "set5", "factor": "3"], ["factor": "2", "model": "none"],
    ["factor": "3", "json": "x3.json", "resume": ""],
  ]

  private static let factor = NumberParameter<Int>(
    "factor", "Reduction of each side, 2 to 16.", placeholder: "n", .whole(2...16))

  static func task(_ values: ParameterValues) -> RestorationEvaluation.Task {
    .superResolution(factor: values[factor])
  }
}
