import Burnish
import BurnishImages
import BurnishTensors
import Synchronization

/// Reads the pictures of commands, and says on the standard error what reading left out or assumed: a line for each
/// remark, once for each file.
enum InputPicture {
  private static let told = Mutex<Set<String>>([])

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

  /// - Throws: ``Failure`` as `DepthMap.read`.
  static func readDepth(_ path: String, nonFiniteIsInvalid: Bool) throws(Failure) -> DepthMap {
    let depth = try DepthMap.read(path, nonFiniteIsInvalid: nonFiniteIsInvalid)
    tell(depth.remarks, of: path)
    return depth
  }

  static func tell(_ remarks: [String], of path: String) {
    for remark in remarks {
      let line = "\(path): \(remark)"
      if told.withLock({ $0.insert(line).inserted }) { ErrorReport.tell(line) }
    }
  }
}
