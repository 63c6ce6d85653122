/// A way to measure models, with all that programs need to offer it: a row of ``Evaluations``.
public protocol Evaluation: SendableMetatype {
  /// One word, as commands are named.
  static var name: String { get }
  /// One sentence.
  static var summary: String { get }
  /// In the order of help, beside the folder of the data and the number of images.
  static var parameters: [any EvaluationParameter] { get }
  /// The figures that its reports may hold, in their order.
  static var metrics: [String] { get }
  /// Calls that help shows: values by the parameters' names, and nothing for a switch that is on.
  static var examples: [KeyValuePairs<String, String>] { get }
  /// Whether a report can be continued.
  static var isResumable: Bool { get }

  /// Looks for values that make no sense together.
  static func check(_ values: ParameterValues) throws(ParameterConflict)

  /// Measures a model.
  ///
  /// - Parameter progress: called after each image.
  /// - Throws: ``Failure`` where the model or the data is missing or damaged; and whatever `progress` throws,
  ///   which ends the work.
  static func report(
    _ call: EvaluationCall, progress: EvaluationProgress
  ) throws -> EvaluationReport
}

extension Evaluation {
  public static var isResumable: Bool { false }

  public static func check(_ values: ParameterValues) throws(ParameterConflict) {}
}

/// What is called after each image, with the report so far and the number of images.
public typealias EvaluationProgress = (EvaluationReport, Int) throws -> Void
