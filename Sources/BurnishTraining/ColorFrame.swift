import BurnishImages
import BurnishTensors

/// The colour picture of a frame, kept as bytes.
struct ColorFrame: Sendable {
  let width, height: Int
  /// Red, green and blue planes, row by row.
  private let bytes: [UInt8]

  /// Reads a colour picture.
  ///
  /// - Parameters:
  ///   - width: that it must have.
  ///   - height: that it must have.
  ///   - partner: the file whose size that is.
  /// - Throws: ``Failure`` as `Image.read`, and `badData` for another size or a gray picture.
  init(_ path: String, width: Int, height: Int, partner: String) throws(Failure) {
    let image = try Image.read(path)
    guard image.width == width, image.height == height, image.channels == 3 else {
      throw Failure(
        .badData, partner, found: "\(width)x\(height) pixels",
        wanted: "the size of its colour picture, \(image.width)x\(image.height)")
    }
    (self.width, self.height) = (width, height)
    bytes = image.samples.values.map { UInt8(min(max($0 * 255, 0), 255).rounded()) }
  }

  /// The samples at the places of a crop, in 0...1, plane after plane.
  func samples(at places: [Int]) -> [Float] {
    (0..<3).flatMap { channel in
      places.map { Float(bytes[channel * width * height + $0]) * (1 / 255) }
    }
  }

  /// The picture, `[1, 3, H, W]`, samples in 0...1.
  var guide: Tensor {
    Tensor(shape: [1, 3, height, width]) { samples in
      for index in samples.indices { samples[index] = Float(bytes[index]) * (1 / 255) }
    }
  }
}
