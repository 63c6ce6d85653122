import Burnish
import BurnishCore

/// An evaluation with figures in model cards.
protocol PublishedEvaluation: Evaluation {
  /// The samples to measure on.
  associatedtype Suite: Sendable

  /// The tasks of the weights that this evaluation can measure.
  static var publishedTasks: [ModelCard.Task] { get }
  static var publishedSets: [String] { get }
  /// The metrics in model cards.
  static var publishedMetrics: [String] { get }
  /// Returns the name of a metric in model cards.
  static func figureName(_ metric: String) -> String

  /// Returns whether this evaluation measures given weights.
  ///
  /// - Parameter task: the task of the weights.
  /// - Throws: ``Failure`` if the weights are damaged.
  static func measures(_ weights: String, for task: ModelCard.Task) throws(Failure) -> Bool

  /// Lists the samples of a set.
  ///
  /// - Parameters:
  ///   - set: one of ``publishedSets``.
  ///   - limit: the maximum number of samples, taken from the first; all if `nil`.
  /// - Throws: ``Failure`` if the data is missing or damaged.
  static func suite(
    _ set: String, dataDirectory: String, limit: Int?
  ) throws(Failure) -> Suite

  /// Measures weights; returns `nil` if they undo another type of degradation.
  static func reports(
    of weights: String, undoing degradation: Degradation, on suite: Suite,
    progress: EvaluationProgress
  ) throws -> [EvaluationReport]?
}

extension PublishedEvaluation {
  static var publishedMetrics: [String] { metrics }

  static func figureName(_ metric: String) -> String { metric }

  static func measures(_ weights: String, for task: ModelCard.Task) throws(Failure) -> Bool {
    publishedTasks.contains(task)
  }

  /// Prepares a measurement on a set.
  ///
  /// - Throws: ``Failure`` as ``suite(_:dataDirectory:limit:)`` does.
  static func measurement(
    _ set: String, dataDirectory: String, limit: Int?
  ) throws(Failure) -> any PublishedMeasurement {
    SuiteMeasurement<Self>(
      set: set, suite: try suite(set, dataDirectory: dataDirectory, limit: limit))
  }
}
