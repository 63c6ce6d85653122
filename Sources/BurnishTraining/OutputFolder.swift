import BurnishTensors
import Foundation

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
    FrameFiles.path(relative, in: URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }

  /// Sees that a checkpoint is there exactly if one is to be continued, and that the folder can be
  /// written into.
  func check(resuming: Bool) throws(Failure) {
    let exists = FileManager.default.fileExists(atPath: state)
    if resuming && !exists {
      throw Failure(
        .noInput, state, found: "there is no checkpoint to resume",
        wanted: "the output folder of an earlier training")
    }
    if !resuming && exists {
      throw Failure(
        .cannotCreate, path, found: "it holds a training already",
        wanted: "another folder, or --resume to go on with it")
    }
    try AtomicFile.check(folder: path)
  }

  func make() throws(Failure) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure(
        .cannotCreate, path, found: "the folder cannot be made", wanted: "a writable place")
    }
  }

  func writeRecipe(_ text: String) throws(Failure) {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: recipe), options: .atomic)
    } catch {
      throw Failure(
        .cannotCreate, recipe, found: "the file cannot be written", wanted: "a writable folder")
    }
  }
}
