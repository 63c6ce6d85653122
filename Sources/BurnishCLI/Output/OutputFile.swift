import BurnishCore

/// Checks of an output before the work begins.
///
/// They save a user minutes of work whose result cannot be written.
enum OutputFile {
  /// - Parameters:
  ///   - path: the path of the output.
  ///   - inputs: files that the output must not replace, even under another name.
  ///   - overwriting: whether the output may replace another file.
  /// - Throws: ``Failure`` of the kind `cannotCreate` if the file cannot be written, or exists and must not be
  ///   replaced; of the kind `usage` if it would replace an input.
  static func check(
    _ path: String, inputs: [String] = [], overwriting: OverwriteOptions
  ) throws(Failure) {
    try checkName(path)
    for input in inputs where FileSystem.isSameFile(path, input) {
      throw Failure(
        .usage, path, found: "the output would replace an input", wanted: "another name")
    }
    try checkIsNew(path, overwriting)
    try AtomicFile.check(path)
  }

  /// Refuses an existing file, unless it may be replaced. Pipes and devices are written to, not replaced.
  private static func checkIsNew(
    _ path: String, _ overwriting: OverwriteOptions
  ) throws(Failure) {
    if !overwriting.isAllowed, FileSystem.isFile(path) {
      throw Failure(
        .cannotCreate, path, found: "the file is there already",
        wanted: "another name, or --overwrite to replace it")
    }
  }

  /// Checks that files can be written into a folder, which need not exist, and that none of them exists and must not be
  /// replaced.
  ///
  /// - Parameter names: the names of the files.
  static func check(
    folder: String, names: [String], overwriting: OverwriteOptions
  ) throws(Failure) {
    for name in names { try checkIsNew(FileSystem.path(name, in: folder), overwriting) }
    try AtomicFile.check(folder: folder)
  }

  /// Returns the output path for each image. One image goes to the output itself; several go into the folder that the
  /// output names, under their own names.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate` if several results have no folder, or `usage` if two of them
  ///   would have the same name.
  static func paths(for images: [String], output: String) throws(Failure) -> [String] {
    let isFolder = FileSystem.isFolder(output)
    guard images.count > 1 || isFolder else { return [output] }
    guard isFolder else {
      throw Failure(
        .cannotCreate, output,
        found: FileSystem.exists(output) ? "a file" : "there is no such folder",
        wanted: "an existing folder for the results of \(images.count) images")
    }
    var paths: [String] = []
    for image in images {
      let name = FileSystem.name(of: image)
      let path = FileSystem.path(name, in: output)
      guard !paths.contains(path) else {
        throw Failure(
          .usage, image, found: "a second image of the name \(name)",
          wanted: "images of different names")
      }
      paths.append(path)
    }
    return paths
  }

  /// Refuses a second output that is the same file as the first, even under another name.
  static func checkDiffers(_ path: String, from other: String) throws(Failure) {
    /// Resolves links to folders; the file need not exist.
    func place(_ path: String) -> String {
      let folder = FileSystem.folder(of: path)
      return FileSystem.path(FileSystem.name(of: path), in: FileSystem.resolved(folder) ?? folder)
    }
    if place(path) == place(other) || FileSystem.isSameFile(path, other) {
      throw Failure(.usage, path, found: "the name of the other output", wanted: "another name")
    }
  }

  /// Checks an output that only a few file extensions allow.
  ///
  /// - Parameters:
  ///   - endings: the allowed file extensions, with their dots.
  ///   - contents: a word for the file's contents.
  static func check(
    _ path: String, ending endings: [String], for contents: String, inputs: [String],
    overwriting: OverwriteOptions
  ) throws(Failure) {
    try checkName(path)
    guard endings.contains(where: { path.lowercased().hasSuffix($0) }) else {
      let words = endings.joined(separator: " or ")
      throw Failure(
        .usage, path, found: "a name that does not end in \(words), which \(contents) goes into",
        wanted: "a name that ends in \(words)")
    }
    try check(path, inputs: inputs, overwriting: overwriting)
  }

  static func check(
    _ path: String, ending: String, for contents: String, inputs: [String],
    overwriting: OverwriteOptions
  ) throws(Failure) {
    try check(path, ending: [ending], for: contents, inputs: inputs, overwriting: overwriting)
  }

  private static func checkName(_ path: String) throws(Failure) {
    if path.isEmpty {
      throw Failure(.usage, "--output", found: "an empty name", wanted: "the name of a file")
    }
  }
}
