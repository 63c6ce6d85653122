import Burnish
import BurnishCore

/// An evaluation whose figures model cards hold.
protocol PublishedEvaluation: Evaluation {
  /// Images to measure on.
  associatedtype Suite: Sendable

  /// What weights were trained for, so that they may be measured by this.
  static var publishedTasks: [ModelCard.Task] { get }
  static var publishedSets: [String] { get }
  /// The metrics that cards hold.
  static var publishedMetrics: [String] { get }
  /// A metric as cards name it.
  static func figureName(_ metric: String) -> String

  /// Whether weights are measured by this.
  ///
  /// - Parameter task: what they were trained for.
  /// - Throws: ``Failure`` where the weights are damaged.
  static func measures(_ weights: String, for task: ModelCard.Task) throws(Failure) -> Bool

  /// - Parameters:
  ///   - set: one of ``publishedSets``.
  ///   - limit: takes only so many images, the first ones.
  /// - Throws: ``Failure`` where the data is missing or damaged.
  static func suite(
    _ set: String, dataDirectory: String, limit: Int?
  ) throws(Failure) -> Suite

  /// The reports of weights; `nil` where these undo something else.
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

  /// A measurement on a set.
  ///
  /// - Throws: as ``suite(_:dataDirectory:limit:)``.
  static func measurement(
    _ set: String, dataDirectory: String, limit: Int?
  ) throws(Failure) -> any PublishedMeasurement {
    SuiteMeasurement<Self>(
      set: set, suite: try suite(set, dataDirectory: dataDirectory, limit: limit))
  }
}
