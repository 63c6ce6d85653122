import BurnishModels

/// Measures a joint filter on what it is not trained on.
protocol JointValidation {
  var measure: ValidationMeasure { get }
  /// The score of what the model is given.
  var baselineScore: Double { get }
  func score(of model: any JointNetwork) -> Double
}
