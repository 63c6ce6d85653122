import BurnishCore

/// The files of a sample.
public protocol SampleFiles: Sendable {
  /// The names of a data set's files and the rule that groups them into samples.
  associatedtype Layout: Sendable

  /// Lists the files of each sample in a folder, in the order of their names.
  ///
  /// - Parameters:
  ///   - folder: within the data directory.
  ///   - dataDirectory: the folder that holds all data sets.
  /// - Throws: ``Failure`` of the kind `noInput` if a folder is missing or empty, `badData` if files do not
  ///   belong together.
  static func list(
    _ layout: Layout, in folder: String, of dataDirectory: String
  ) throws(Failure) -> [Self]
}
