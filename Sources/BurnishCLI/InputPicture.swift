import Burnish
import BurnishCore
import BurnishImages

/// Reads the pictures of commands, and keeps what reading left out or assumed for ``Remarks``.
enum InputPicture {
  /// - Throws: ``Failure`` as `Image.read`.
  static func read(_ path: String, keepsBands: Bool = false) throws(Failure) -> Image {
    let picture = try Image.read(path, keepsBands: keepsBands)
    tell(picture.remarks, of: path)
    return picture
  }

  /// - Throws: ``Failure`` as `Image.readInRange`.
  static func readInRange(_ path: String, keepsBands: Bool = false) throws(Failure) -> Image {
    let picture = try read(path, keepsBands: keepsBands)
    try picture.checkRange(subject: path)
    return picture
  }

  /// Reads a guide, or another picture that filters see, which may be light.
  ///
  /// - Throws: ``Failure`` as `Image.read` and `Image.checkLight`.
  static func readLight(_ path: String) throws(Failure) -> Image {
    let picture = try read(path)
    try picture.checkLight(subject: path)
    return picture
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
