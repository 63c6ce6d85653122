import Burnish
import BurnishCore
import BurnishData

enum CompositionEvaluation: RestorationRow {
  static let name = "restore"
  static let summary = "Measure restoration from several degradations."
  static let set = RestorationEvaluation.set(.set5, .set14, default: .set5)
  static let own: [any EvaluationParameter] = [blur, factor, sigma]
  static let examples: [KeyValuePairs<String, String>] = [
    ["set": "set5", "blur": "1", "factor": "2", "sigma": "5"], ["set": "set5", "sigma": "25"],
    ["factor": "2", "json": "x2.json", "resume": ""],
  ]

  private static let blur = NumberParameter<Double>(
    "blur", "Deviation of the blur in pixels, or 0. (default: 0)", placeholder: "s",
    .real(0.1...20, orNone: true), .fallback(0))
  private static let factor = NumberParameter<Int>(
    "factor", "Reduction of each side, 1 to 16. (default: 1)", placeholder: "n",
    .whole(1...16), .fallback(1))
  private static let sigma = NumberParameter<Double>(
    "sigma", "Level of the added noise in 0...255. (default: 0)", placeholder: "s",
    .real(Degradation.noiseStrengths, orNone: true), .fallback(0))

  static func checkTask(_ values: ParameterValues) throws(ParameterConflict) {
    if values[blur] == 0 && values[factor] == 1 && values[sigma] == 0 {
      throw .nothing(
        found: "nothing happens to the images", needed: [blur.name, factor.name, sigma.name])
    }
  }

  static func task(_ values: ParameterValues) -> RestorationEvaluation.Task {
    .composition(blur: values[blur], factor: values[factor], sigma: values[sigma])
  }
}
