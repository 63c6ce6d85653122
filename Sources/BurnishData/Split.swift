import BurnishCore

/// The test samples or the training samples of a data set.
public struct Split<Element: Sample>: Sendable {
  public typealias Name = DataSet<Element>

  public let dataSet: DataSet<Element>
  /// The files of each sample, in the order of their names.
  public private(set) var files: [Element.Files]
  /// The folder of the samples.
  public let folder: String

  /// Lists the test samples.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds all data sets.
  ///   - limit: the maximum number of samples, taken from the first; all if `nil`.
  /// - Throws: ``Failure`` of the kind `noInput` if a folder is missing or empty, `badData` if files do not
  ///   belong together or hold no such samples.
  public init(
    _ dataSet: DataSet<Element>, dataDirectory: String, limit: Int? = nil
  ) throws(Failure) {
    self.dataSet = dataSet
    folder = FileSystem.path(dataSet.folder, in: dataDirectory)
    files = try Self.tests(of: dataSet, dataDirectory, limit: limit)
  }

  /// Lists the training samples.
  ///
  /// - Parameter dataDirectory: the folder that holds all data sets.
  /// - Throws: ``Failure`` as ``init(_:dataDirectory:limit:)`` does.
  package init(
    training dataSet: DataSet<Element>, dataDirectory: String
  ) throws(Failure) {
    self.dataSet = dataSet
    let (folder, files) = try Self.training(of: dataSet, dataDirectory)
    (self.folder, self.files) = (FileSystem.path(folder, in: dataDirectory), files)
  }

  /// Reads a sample.
  ///
  /// - Throws: ``Failure`` if a file is missing, damaged, or does not match the others.
  public func sample(_ files: Element.Files) throws(Failure) -> Element {
    try Element(files, dataSet.details)
  }

  /// Describes samples, for a model's card.
  package func words(for files: [Element.Files]) -> String {
    dataSet.training?.words(files) ?? dataSet.name
  }

  // Swift 6.3.1 miscompiles this function if it is inlined into an initializer that throws.
  @inline(never)
  private static func tests(
    of dataSet: DataSet<Element>, _ dataDirectory: String, limit: Int?
  ) throws(Failure) -> [Element.Files] {
    let folder = dataSet.folder
    var files = try Element.Files.list(dataSet.layout, in: folder, of: dataDirectory)
    if case .beforeLast(let count)? = dataSet.training?.part { files = Array(files.suffix(count)) }
    return try Element.usable(
      files, limit: limit, folder: FileSystem.path(folder, in: dataDirectory))
  }

  @inline(never)
  private static func training(
    of dataSet: DataSet<Element>, _ dataDirectory: String
  ) throws(Failure) -> (folder: String, files: [Element.Files]) {
    switch dataSet.training?.part {
    case nil: fatalError("all samples of \(dataSet.name) are for tests")
    case .beforeLast(let count):
      let files = try Element.Files.list(dataSet.layout, in: dataSet.folder, of: dataDirectory)
      return (dataSet.folder, Array(files.dropLast(count)))
    case .folder(let folder, let layout):
      return (folder, try Element.Files.list(layout, in: folder, of: dataDirectory))
    }
  }
}
