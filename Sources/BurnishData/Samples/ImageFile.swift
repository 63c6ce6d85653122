import BurnishCore

/// The file of an image.
public struct ImageFile: SampleFiles, Hashable {
  public let path: String

  /// All files of a folder.
  public struct Layout: Sendable {}

  public static func list(
    _: Layout, in folder: String, of dataDirectory: String
  ) throws(Failure) -> [ImageFile] {
    let side = ImagePair.Side(FileSystem.path(folder, in: dataDirectory), words: "images")
    return try side.paths().map { ImageFile(path: $0) }
  }
}
