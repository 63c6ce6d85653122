import BurnishCore

/// One item of a data set in memory, for evaluation or training.
public protocol Sample: Sendable {
  /// The files of a sample.
  associatedtype Files: SampleFiles
  /// Properties that all samples of a data set share, such as the unit of depth.
  associatedtype Details: Sendable = Void

  /// The data sets of this type of sample, in the order of help.
  static var dataSets: [DataSet<Self>] { get }

  /// Reads a sample.
  ///
  /// - Throws: ``Failure`` if a file is missing, damaged, or does not match the others.
  init(_ files: Files, _ details: Details) throws(Failure)

  /// Returns the first files of a split that hold this type of sample.
  ///
  /// - Parameters:
  ///   - limit: the maximum number of samples; all if `nil`.
  ///   - folder: named in errors.
  static func usable(
    _ files: [Files], limit: Int?, folder: String
  ) throws(Failure) -> [Files]
}

extension Sample {
  public static func usable(
    _ files: [Files], limit: Int?, folder: String
  ) throws(Failure) -> [Files] {
    Array(files.prefix(limit ?? files.count))
  }
}
