import BurnishCore

/// The files of a sample.
public protocol SampleFiles: Sendable {
  /// How the files of a data set are named, and how they belong together.
  associatedtype Layout: Sendable

  /// Lists the files of a folder, a value for each sample, in the order of their names.
  ///
  /// - Parameters:
  ///   - folder: within the data directory.
  ///   - dataDirectory: the folder that holds all data sets.
  /// - Throws: ``Failure`` of the kind `noInput` where a folder is missing or empty, `badData` where files
  ///   do not belong together.
  static func list(
    _ layout: Layout, in folder: String, of dataDirectory: String
  ) throws(Failure) -> [Self]
}
