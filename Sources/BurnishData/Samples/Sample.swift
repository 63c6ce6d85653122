import BurnishCore

/// What a model is measured on or learns from, in memory.
public protocol Sample: Sendable {
  /// The files that a sample is read from.
  associatedtype Files: SampleFiles
  /// What a data set says about its samples beside where they lie.
  associatedtype Details: Sendable = Void

  /// The data sets of such samples, in the order in which help lists them.
  static var dataSets: [DataSet<Self>] { get }

  /// Reads a sample.
  ///
  /// - Throws: ``Failure`` where a file is missing, damaged, or does not go with the others.
  init(_ files: Files, _ details: Details) throws(Failure)

  /// Those of a split's files that hold such samples, the first ones.
  ///
  /// - Parameters:
  ///   - limit: how many are wanted; all if `nil`.
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
