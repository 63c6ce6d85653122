import BurnishModels

/// Measures a joint filter on the validation samples.
protocol JointValidation {
  var measure: ValidationMeasure { get }
  /// The score of the model's unchanged input.
  var baselineScore: Double { get }
  func score(of model: any JointNetwork) -> Double
}
