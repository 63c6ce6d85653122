import BurnishCore
import BurnishImages
import Foundation

/// The files of an image to restore and of the image that guides it.
public struct ImagePair: Sendable, Hashable {
  /// The target's file name without its ending.
  public let name: String
  public let targetPath: String
  public let guidePath: String
}

extension ImagePair {
  /// One of the two sides of a data set: where its files lie, and what they are in words.
  package struct Side {
    var folder: String
    var description: String
    /// What the names of its files end with, where others lie beside them.
    var suffix: String

    package init(folder: String, words: String, suffix: String = "") {
      (self.folder, self.description, self.suffix) = (folder, words, suffix)
    }

    /// The files in the order of their names.
    package func paths() throws(Failure) -> [String] {
      guard let names = FileSystem.names(in: folder) else {
        throw Failure(
          .noInput, folder, found: "there is no such folder", wanted: "the suite's images")
      }
      let images = names.filter { !$0.hasPrefix(".") && $0.hasSuffix(suffix) }.sorted()
      guard !images.isEmpty else {
        throw Failure(
          .noInput, folder,
          found: suffix.isEmpty ? "the folder is empty" : "no file's name ends in \(suffix)",
          wanted: "the suite's images")
      }
      return images.map { "\(folder)/\($0)" }
    }
  }

  /// The pairs of a data set, in the order of their names.
  ///
  /// - Parameter root: the folder that a failure names where counts differ.
  /// - Throws: ``Failure`` of the kind `noInput` where a folder is missing or empty, `badData`
  ///   where the two sides differ in their number of files.
  package static func all(
    targets: Side, guides: Side, root: String
  ) throws(Failure) -> [ImagePair] {
    let (targetPaths, guidePaths) = (try targets.paths(), try guides.paths())
    guard targetPaths.count == guidePaths.count else {
      throw Failure(
        .badData, root,
        found:
          "\(targetPaths.count) \(targets.description) and \(guidePaths.count) \(guides.description)",
        wanted: "pairs, in the order of their names")
    }
    return zip(targetPaths, guidePaths).map { target, guide in
      ImagePair(name: FileSystem.stem(of: target), targetPath: target, guidePath: guide)
    }
  }

  /// Reads the guide, which must have the target's size.
  ///
  /// - Throws: ``Failure`` as `Image.readInRange`, and `badData` where the sizes differ.
  package func guide(width: Int, height: Int) throws(Failure) -> Image {
    let guide = try Image.readInRange(guidePath)
    guard guide.width == width, guide.height == height else {
      throw Failure(
        .badData, guidePath, found: "\(guide.width)x\(guide.height) pixels",
        wanted: "\(width)x\(height) pixels as \(targetPath) has")
    }
    return guide
  }

  /// Reads the guide as ``guide(width:height:)``, and refuses a gray one.
  package func colorGuide(width: Int, height: Int) throws(Failure) -> Image {
    let guide = try guide(width: width, height: height)
    guard guide.channels == 3 else {
      throw Failure(.badData, guidePath, found: "a gray image", wanted: "a color image")
    }
    return guide
  }
}
