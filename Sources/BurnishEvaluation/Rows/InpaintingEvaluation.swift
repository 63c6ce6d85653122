import BurnishCore
import BurnishData

enum InpaintingEvaluation: RestorationRow {
  static let name = "inpaint"
  static let summary = "Measure filling of missing pixels."
  static let set = RestorationEvaluation.set(.set5, .set14, default: .set14)
  static let own: [any EvaluationParameter] = [missing]
  static let examples: [KeyValuePairs<String, String>] = [
    ["set": "set14", "missing": "0.7"], ["set": "set5", "model": "none"],
    ["json": "set14.json", "resume": ""],
  ]

  private static let missing = NumberParameter<Double>(
    "missing", "Share of missing pixels. (default: 0.7)", placeholder: "share",
    NumberLimits("a number above 0 and below 1") { $0 > 0 && $0 < 1 }, .fallback(0.7))

  static func task(_ values: ParameterValues) -> RestorationEvaluation.Task {
    .inpainting(missing: values[missing])
  }
}
