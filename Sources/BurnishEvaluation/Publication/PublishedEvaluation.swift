import Burnish
import BurnishCore
import BurnishData

/// An evaluation with figures in model cards.
protocol PublishedEvaluation: Evaluation {
  /// The samples to measure on.
  associatedtype Samples: Sample

  /// The tasks of the weights that this evaluation can measure.
  static var publishedTasks: [ModelCard.Task] { get }
  /// The metrics in model cards.
  static var publishedMetrics: [String] { get }
  /// Returns the name of a metric in model cards.
  static func figureName(_ metric: String) -> String

  /// Returns whether this evaluation measures given weights.
  ///
  /// - Parameter task: the task of the weights.
  /// - Throws: ``Failure`` if the weights are damaged.
  static func measures(_ weights: String, for task: ModelCard.Task) throws(Failure) -> Bool

  /// Measures weights; returns `nil` if they undo another type of degradation.
  static func reports(
    of weights: String, undoing degradation: Degradation, on split: Split<Samples>,
    progress: EvaluationProgress
  ) throws -> [EvaluationReport]?
}

extension PublishedEvaluation {
  /// The names of the data sets to measure on.
  static var publishedSets: [String] { Samples.dataSets.map(\.name) }

  static var publishedMetrics: [String] { metrics }

  static func figureName(_ metric: String) -> String { metric }

  static func measures(_ weights: String, for task: ModelCard.Task) throws(Failure) -> Bool {
    publishedTasks.contains(task)
  }

  /// Prepares a measurement on a data set.
  ///
  /// - Parameters:
  ///   - set: one of ``publishedSets``.
  ///   - limit: the maximum number of samples, taken from the first; all if `nil`.
  /// - Throws: ``Failure`` if the data is missing or damaged.
  static func measurement(
    _ set: String, dataDirectory: String, limit: Int?
  ) throws(Failure) -> any PublishedMeasurement {
    SplitMeasurement<Self>(
      set: set,
      split: try Split(DataSet(rawValue: set)!, dataDirectory: dataDirectory, limit: limit))
  }
}
