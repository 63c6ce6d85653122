import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

/// The color image of a frame.
struct ColorFrame: Sendable {
  private let stored: StoredImage

  var width: Int { stored.width }
  var height: Int { stored.height }

  /// Reads a color image; a gray one has three equal colors.
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
        wanted: "the size of its color image, \(image.width)x\(image.height)")
    }
    stored = StoredImage(image.inRGB())
  }

  /// The samples at the places of a crop, in 0...1, plane after plane.
  func samples(at places: [Int]) -> [Float] { stored.samples(at: places) }

  /// The image, `[1, 3, H, W]`, samples in 0...1.
  var guide: Tensor { stored.samples }
}
