import Burnish

/// What an evaluation is called with.
public struct EvaluationCall {
  public var values: ParameterValues
  /// The folder that holds the data sets.
  public var dataDirectory: String
  /// Takes only so many images, the first ones.
  public var limit: Int?
  /// Gives the report to continue and its file, once the data is found.
  public var earlier: () throws -> (report: EvaluationReport, path: String)? = { nil }
  /// Called with the card and the name of a model that was chosen by the noise.
  public var announce: (ModelCard, String) -> Void = { _, _ in }

  public init(_ values: ParameterValues, dataDirectory: String, limit: Int? = nil) {
    (self.values, self.dataDirectory, self.limit) = (values, dataDirectory, limit)
  }
}
