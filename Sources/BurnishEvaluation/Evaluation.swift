/// A way to measure models, with the names and texts for its command: a row of ``Evaluations``.
public protocol Evaluation: SendableMetatype {
  /// The command's name, one word.
  static var name: String { get }
  /// The command's summary, one sentence.
  static var summary: String { get }
  /// The parameters in the order of help, without the data directory and the number of images.
  static var parameters: [any EvaluationParameter] { get }
  /// The metrics that its reports can have, in order.
  static var metrics: [String] { get }
  /// Example calls for help: values by the parameters' names; an empty value turns a switch on.
  static var examples: [KeyValuePairs<String, String>] { get }
  /// Whether an interrupted report can be resumed.
  static var isResumable: Bool { get }

  /// Checks for conflicts between values.
  static func check(_ values: ParameterValues) throws(ParameterConflict)

  /// Measures a model.
  ///
  /// - Parameter progress: called after each image.
  /// - Throws: ``Failure`` if the model or the data is missing or damaged; and the errors of `progress`, which
  ///   stop the evaluation.
  static func report(
    _ call: EvaluationCall, progress: EvaluationProgress
  ) throws -> EvaluationReport
}

extension Evaluation {
  public static var isResumable: Bool { false }

  public static func check(_ values: ParameterValues) throws(ParameterConflict) {}
}

/// A callback after each image, with the report so far and the number of images.
public typealias EvaluationProgress = (EvaluationReport, Int) throws -> Void
