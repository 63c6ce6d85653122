import Burnish
import BurnishCore
import BurnishImages

/// The files of a target image and its guide.
public struct ImagePair: SampleFiles, Hashable {
  /// The target's file name without its extension.
  public let name: String
  public let targetPath: String
  public let guidePath: String

  package init(name: String, targetPath: String, guidePath: String) {
    (self.name, self.targetPath, self.guidePath) = (name, targetPath, guidePath)
  }
}

extension ImagePair {
  /// Reads the guide, which must have the target's size.
  ///
  /// - Throws: ``Failure`` as `Image.readInRange` does, and `badData` if the sizes differ.
  package func guide(width: Int, height: Int) throws(Failure) -> Image {
    let guide = try Image.readInRange(guidePath)
    guard guide.width == width, guide.height == height else {
      throw Failure(
        .badData, guidePath, found: "\(guide.width)x\(guide.height) pixels",
        wanted: "\(width)x\(height) pixels as \(targetPath) has")
    }
    return guide
  }

  /// Reads the guide as ``guide(width:height:)`` does, but rejects a gray one.
  package func colorGuide(width: Int, height: Int) throws(Failure) -> Image {
    let guide = try guide(width: width, height: height)
    guard guide.channels == 3 else {
      throw Failure(.badData, guidePath, found: "a gray image", wanted: "a color image")
    }
    return guide
  }
}
