import Burnish

/// The arguments of an evaluation.
public struct EvaluationCall {
  public var values: ParameterValues
  /// The folder that holds the data sets.
  public var dataDirectory: String
  /// The maximum number of images, taken from the first; all if `nil`.
  public var limit: Int?
  /// Returns the report to resume and its file; called after the data is found.
  public var earlier: () throws -> (report: EvaluationReport, path: String)? = { nil }
  /// Called with the card and the name of a model chosen by the noise.
  public var announce: (ModelCard, String) -> Void = { _, _ in }

  public init(_ values: ParameterValues, dataDirectory: String, limit: Int? = nil) {
    (self.values, self.dataDirectory, self.limit) = (values, dataDirectory, limit)
  }
}
