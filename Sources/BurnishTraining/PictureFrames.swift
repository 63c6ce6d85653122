import BurnishTensors
import Foundation

/// The pictures of a folder in memory.
struct PictureFrames: Sendable {
  let pictures: [BytePicture]
  /// The set and its licence, in words.
  let data: (name: String, licence: String)

  /// Reads a folder of pictures, in the order of their names.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds the recipe's.
  ///   - choice: the folder and the colours.
  ///   - keptCount: how many of the pictures to set aside, the last ones.
  /// - Returns: the pictures to train on, one at least, and those set aside.
  /// - Throws: ``Failure`` where the folder or one of its pictures is missing or damaged, or a gray
  ///   picture is to serve in colour.
  static func folder(
    in dataDirectory: String, _ choice: Recipe.PictureFolder, keeping keptCount: Int
  ) throws(Failure) -> (training: PictureFrames, kept: PictureFrames) {
    let folder = URL(fileURLWithPath: dataDirectory).appendingPathComponent(choice.folder).path
    let files = try FrameFiles.all(in: folder)
    let firstKept = try FrameFiles.firstKept(of: files.count, keeping: keptCount, folder: folder)
    var pictures: [BytePicture] = []
    for file in files {
      pictures.append(try BytePicture(file, in: choice.colors))
    }
    let data = (name: "\(choice.folder), \(firstKept) pictures", licence: choice.licence)
    return (
      PictureFrames(pictures: Array(pictures[..<firstKept]), data: data),
      PictureFrames(pictures: Array(pictures[firstKept...]), data: data)
    )
  }
}
