import Burnish
import BurnishCore
import BurnishData

enum DeblurringEvaluation: RestorationRow {
  static let name = "deblur"
  static let summary = "Measure sharpening of known blurs."
  static let set = RestorationEvaluation.set(.levin, .kodak24, default: .levin)
  static let own: [any EvaluationParameter] = [sigma]
  static let methods = ClassicalMethod.allCases
  static let examples: [KeyValuePairs<String, String>] = [
    ["set": "levin", "sigma": "2.55"], ["set": "kodak24", "sigma": "2.55", "model": "none"],
    ["sigma": "2.55", "json": "levin.json", "resume": ""],
  ]

  private static let sigma = NumberParameter<Double>(
    "sigma", "Level of the added noise in 0...255, or 0.", placeholder: "s",
    .real(Degradation.noiseStrengths, orNone: true))

  static func task(_ values: ParameterValues) -> RestorationEvaluation.Task {
    .deblurring(sigma: values[sigma])
  }
}
