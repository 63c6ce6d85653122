import BurnishCore

/// The files of one training.
struct OutputFolder: Sendable {
  let path: String

  var best: String { "\(path)/best.safetensors" }
  var last: String { "\(path)/last.safetensors" }
  var state: String { "\(path)/state.safetensors" }
  var log: String { "\(path)/log.csv" }
  var recipe: String { "\(path)/recipe.yaml" }

  /// A path relative to the folder that holds this one; an absolute one is taken as it is.
  func sibling(_ relative: String) -> String {
    FileSystem.path(relative, in: FileSystem.folder(of: path))
  }

  /// Sees that a checkpoint is there exactly if one is to be continued, and that the folder can be
  /// written into.
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

  /// Makes the folder if it is not there, and keeps other trainings out of it.
  ///
  /// - Throws: ``Failure`` of the kind `busy` where another training uses it, and as ``check(resuming:)``, since
  ///   another one may have been there meanwhile.
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
  /// To go on with a training.
  public static let resuming = Self("resuming")
}
