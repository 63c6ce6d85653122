import BurnishCore
import BurnishImages

/// The files of a folder that a recipe names.
struct ImageFolderFiles {
  let folder: String
  /// Those that hold images or arrays, in the order of their names, without hidden ones.
  let images: [String]
  /// Those that do not, by their names' endings and by what they begin with, such as `Thumbs.db`.
  let others: [String]

  /// - Parameters:
  ///   - relative: the folder within the data directory.
  ///   - dataDirectory: the folder that holds the recipe's.
  /// - Throws: ``Failure`` of the kind `noInput` where there is no such folder.
  init(_ relative: String, in dataDirectory: String) throws(Failure) {
    folder = FileSystem.path(relative, in: dataDirectory)
    guard let names = FileSystem.names(in: folder) else {
      throw Failure(
        .noInput, folder, found: "there is no such folder",
        wanted: "the folder that the recipe names, within the data directory")
    }
    let folder = folder
    let files = names.filter { !$0.hasPrefix(".") }.sorted().map { "\(folder)/\($0)" }
    images = files.filter(ImageFormat.isImage)
    others = files.filter { !ImageFormat.isImage($0) }
  }
}
