import Burnish

/// Images that weights are measured on before they are published.
protocol PublishedMeasurement: Sendable {
  var set: String { get }

  /// The figures of weights.
  ///
  /// - Throws: ``Failure`` where a file is missing or damaged, or where the weights are measured on other
  ///   images; and whatever `progress` throws.
  func figures(
    of weights: String, undoing degradation: Degradation, progress: EvaluationProgress
  ) throws -> [ModelCard.Figure]
}
