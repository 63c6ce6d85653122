import BurnishCore
import BurnishImages

/// The files of a folder named in a recipe.
struct ImageFolderFiles {
  let folder: String
  /// The image and array files, in the order of their names, without hidden ones.
  let images: [String]
  /// The other files, such as `Thumbs.db`, told apart by extension and first bytes.
  let others: [String]

  /// - Parameters:
  ///   - relative: the folder within the data directory.
  ///   - dataDirectory: the folder that holds the recipe's folders.
  /// - Throws: ``Failure`` of the kind `noInput` if the folder does not exist.
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
