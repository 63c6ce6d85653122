import Burnish

/// The measurement of weights on one set before publication.
protocol PublishedMeasurement: Sendable {
  var set: String { get }

  /// Measures the figures of weights.
  ///
  /// - Throws: ``Failure`` if a file is missing or damaged, or the weights need another set; and the errors of
  ///   `progress`.
  func figures(
    of weights: String, undoing degradation: Degradation, progress: EvaluationProgress
  ) throws -> [ModelCard.Figure]
}
