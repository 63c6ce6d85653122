import Burnish
import BurnishImages
import BurnishTensors

extension Image {
  /// Reads a picture that guides a filter, or itself, so that a failure names its file.
  ///
  /// - Throws: ``Failure`` as `Image.read`, and `badData` where samples leave 0...1.
  static func readGuide(_ path: String) throws(Failure) -> Image {
    let picture = try Image.read(path)
    try picture.checkRange(subject: path)
    return picture
  }
}
