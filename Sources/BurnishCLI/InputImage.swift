import Burnish
import BurnishCore
import BurnishImages

/// Reads images for commands, and passes on to ``Remarks`` what reading left out or assumed.
enum InputImage {
  /// - Throws: ``Failure`` like `Image.read`.
  static func read(_ path: String, keepsBands: Bool = false) throws(Failure) -> Image {
    let image = try Image.read(path, keepsBands: keepsBands)
    tell(image.remarks, of: path)
    return image
  }

  /// - Throws: ``Failure`` like `Image.readInRange`.
  static func readInRange(_ path: String, keepsBands: Bool = false) throws(Failure) -> Image {
    let image = try read(path, keepsBands: keepsBands)
    try image.checkRange(subject: path)
    return image
  }

  /// Reads a guide or another filter input, which may be light.
  ///
  /// - Throws: ``Failure`` like `Image.read` and `Image.checkLight`.
  static func readLight(_ path: String) throws(Failure) -> Image {
    let image = try read(path)
    try image.checkLight(subject: path)
    return image
  }

  /// - Throws: ``Failure`` like `DepthMap.read`.
  static func readDepth(_ path: String, nonFiniteIsInvalid: Bool) throws(Failure) -> DepthMap {
    let depth = try DepthMap.read(path, nonFiniteIsInvalid: nonFiniteIsInvalid)
    tell(depth.remarks, of: path)
    return depth
  }

  private static func tell(_ remarks: [String], of path: String) {
    for remark in remarks { Remarks.add("\(path): \(remark)") }
  }
}
