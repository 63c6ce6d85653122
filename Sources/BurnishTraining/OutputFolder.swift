import BurnishCore

/// The output files of one training.
struct OutputFolder: Sendable {
  let path: String

  var best: String { "\(path)/best.safetensors" }
  var last: String { "\(path)/last.safetensors" }
  var state: String { "\(path)/state.safetensors" }
  var log: String { "\(path)/log.csv" }
  var recipe: String { "\(path)/recipe.yaml" }

  /// Resolves a path relative to this folder's parent; absolute paths stay the same.
  func sibling(_ relative: String) -> String {
    FileSystem.path(relative, in: FileSystem.folder(of: path))
  }

  /// Checks that the folder is writable and that a checkpoint exists exactly if `resuming` is true.
  func check(resuming: Bool) throws(Failure) {
    let exists = FileSystem.exists(state)
    if resuming && !exists {
      throw Failure(
        .noInput, state, found: "there is no checkpoint to resume",
        wanted: "the output folder of an earlier training")
    }
    if !resuming && exists {
      throw Failure(
        .cannotCreate, path, found: "it holds a training already",
        wanted: "another folder, or to go on with it", choice: .resuming)
    }
    try AtomicFile.check(folder: path)
  }

  /// Makes the folder if it does not exist, and locks out other trainings.
  ///
  /// - Throws: ``Failure`` of the kind `busy` if another training uses the folder, and as ``check(resuming:)``
  ///   does; another training may have written to it meanwhile.
  func locked(resuming: Bool) throws(Failure) -> FolderLock {
    try FileSystem.makeFolder(path)
    let lock = try FolderLock.taken(of: path, user: "training")
    try check(resuming: resuming)
    return lock
  }

  func writeRecipe(_ text: String) throws(Failure) {
    try AtomicFile.write(Array(text.utf8), to: recipe)
  }
}

extension Failure.Choice {
  /// Resume an earlier training.
  public static let resuming = Self("resuming")
}
