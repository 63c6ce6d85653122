import BurnishCore
import BurnishImages

/// Where the frames of a data set lie.
enum FrameFiles {
  /// A path within a folder; an absolute one is taken as it is.
  static func path(_ relative: String, in folder: String) -> String {
    FileSystem.path(relative, in: folder)
  }

  /// The folder `rgbd/NYU-train` and the numbers of its frames.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds `rgbd`.
  ///   - part: the folder beside `rgb` whose files `NUMBER.png` are listed: `depth`, `label40`.
  static func nyuTrain(
    _ dataDirectory: String, part: String
  ) throws(Failure) -> (folder: String, numbers: [Int]) {
    let folder = path("rgbd/NYU-train", in: dataDirectory)
    guard let files = FileSystem.names(in: "\(folder)/\(part)") else {
      throw Failure(
        .noInput, "\(folder)/\(part)", found: "there is no such folder",
        wanted: "the data directory to hold rgbd/NYU-train with the folders \(part) and rgb")
    }
    return (folder, files.compactMap { $0.hasSuffix(".png") ? Int($0.dropLast(4)) : nil }.sorted())
  }

  /// The files of a folder that hold images or arrays, in the order of their names, without hidden ones; and those
  /// that do not, by their names' endings and by what they begin with, such as `Thumbs.db`.
  static func images(
    in folder: String
  ) throws(Failure) -> (files: [String], others: [String]) {
    guard let names = FileSystem.names(in: folder) else {
      throw Failure(
        .noInput, folder, found: "there is no such folder",
        wanted: "the folder that the recipe names, within the data directory")
    }
    let files = names.filter { !$0.hasPrefix(".") }.sorted().map { "\(folder)/\($0)" }
    return (files.filter(ImageFormat.isImage), files.filter { !ImageFormat.isImage($0) })
  }

  /// The frames that are set aside, the last ones.
  ///
  /// - Parameters:
  ///   - count: of all frames.
  ///   - keptCount: how many to set aside.
  ///   - folder: what a failure names.
  /// - Returns: the index of the first of them; at least one frame is left to train on.
  static func validationStart(
    of count: Int, keeping validationCount: Int, folder: String
  ) throws(Failure) -> Int {
    guard count > validationCount else {
      throw Failure(
        .badData, folder, found: "frames or pairs: \(count)",
        wanted: "more than the \(validationCount) that the recipe keeps for validation")
    }
    return count - validationCount
  }
}
