import Burnish
import BurnishCore
import BurnishImages

/// Reads the images of commands, and keeps what reading left out or assumed for ``Remarks``.
enum InputImage {
  /// - Throws: ``Failure`` as `Image.read`.
  static func read(_ path: String, keepsBands: Bool = false) throws(Failure) -> Image {
    let image = try Image.read(path, keepsBands: keepsBands)
    tell(image.remarks, of: path)
    return image
  }

  /// - Throws: ``Failure`` as `Image.readInRange`.
  static func readInRange(_ path: String, keepsBands: Bool = false) throws(Failure) -> Image {
    let image = try read(path, keepsBands: keepsBands)
    try image.checkRange(subject: path)
    return image
  }

  /// Reads a guide, or another image that filters see, which may be light.
  ///
  /// - Throws: ``Failure`` as `Image.read` and `Image.checkLight`.
  static func readLight(_ path: String) throws(Failure) -> Image {
    let image = try read(path)
    try image.checkLight(subject: path)
    return image
  }

  /// - Throws: ``Failure`` as `DepthMap.read`.
  static func readDepth(_ path: String, nonFiniteIsInvalid: Bool) throws(Failure) -> DepthMap {
    let depth = try DepthMap.read(path, nonFiniteIsInvalid: nonFiniteIsInvalid)
    tell(depth.remarks, of: path)
    return depth
  }

  private static func tell(_ remarks: [String], of path: String) {
    for remark in remarks { Remarks.add("\(path): \(remark)") }
  }
}
