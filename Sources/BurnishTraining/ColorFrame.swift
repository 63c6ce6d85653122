import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

/// The color picture of a frame.
struct ColorFrame: Sendable {
  private let picture: StoredPicture

  var width: Int { picture.width }
  var height: Int { picture.height }

  /// Reads a color picture; a gray one has three equal colors.
  ///
  /// - Parameters:
  ///   - width: that it must have.
  ///   - height: that it must have.
  ///   - partner: the file whose size that is.
  /// - Throws: ``Failure`` as `Image.readInRange`, and `badData` for another size.
  init(_ path: String, width: Int, height: Int, partner: String) throws(Failure) {
    let image = try Image.readInRange(path)
    guard image.width == width, image.height == height else {
      throw Failure(
        .badData, partner, found: "\(width)x\(height) pixels",
        wanted: "the size of its color picture, \(image.width)x\(image.height)")
    }
    picture = StoredPicture(image.inRGB())
  }

  /// The samples at the places of a crop, in 0...1, plane after plane.
  func samples(at places: [Int]) -> [Float] { picture.samples(at: places) }

  /// The picture, `[1, 3, H, W]`, samples in 0...1.
  var guide: Tensor { picture.samples }
}
