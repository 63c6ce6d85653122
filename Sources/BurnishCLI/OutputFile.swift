import BurnishCore

/// What can be known of an output before the work for it begins.
///
/// These checks spare a user minutes of work whose result has nowhere to go.
enum OutputFile {
  /// - Parameters:
  ///   - path: where the file is to be.
  ///   - inputs: files that it must not replace, under whatever name.
  ///   - overwriting: whether it may replace another file.
  /// - Throws: ``Failure`` of the kind `cannotCreate` where the file could never be written, or is there and may not be
  ///   replaced; of the kind `usage` where it would replace an input.
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

  /// Refuses a file that is there, unless it may be replaced. Pipes and devices are written to, not replaced.
  private static func checkIsNew(
    _ path: String, _ overwriting: OverwriteOptions
  ) throws(Failure) {
    if !overwriting.isAllowed, FileSystem.isFile(path) {
      throw Failure(
        .cannotCreate, path, found: "the file is there already",
        wanted: "another name, or --overwrite to replace it")
    }
  }

  /// Sees that files can be written into a folder, which need not be there, and that none of them is there that may not
  /// be replaced.
  ///
  /// - Parameter names: of the files.
  static func check(
    folder: String, names: [String], overwriting: OverwriteOptions
  ) throws(Failure) {
    for name in names { try checkIsNew(FileSystem.path(name, in: folder), overwriting) }
    try AtomicFile.check(folder: folder)
  }

  /// Where each image's result goes: to the output itself if there is one image, or into the folder that
  /// it names, under the image's name.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate` where several results have no folder, `usage` where
  ///   two of them would have one name.
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

  /// Refuses a second output in the place of the first, under whatever name.
  static func checkDiffers(_ path: String, from other: String) throws(Failure) {
    /// Without links to folders; the file need not be there.
    func place(_ path: String) -> String {
      let folder = FileSystem.folder(of: path)
      return FileSystem.path(FileSystem.name(of: path), in: FileSystem.resolved(folder) ?? folder)
    }
    if place(path) == place(other) || FileSystem.isSameFile(path, other) {
      throw Failure(.usage, path, found: "the name of the other output", wanted: "another name")
    }
  }

  /// Checks the output of what goes into few formats as well for its name.
  ///
  /// - Parameters:
  ///   - endings: that the name may have, with their dots.
  ///   - contents: what the file is to hold, in a word.
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
