import Burnish
import BurnishImages
import BurnishTensors

/// A picture in memory, kept as bytes.
struct BytePicture: Sendable {
  let width, height, channels: Int
  /// The file that it comes from, where it is known.
  private(set) var path: String?
  /// Plane after plane, row by row.
  private let bytes: [UInt8]

  /// - Parameter image: samples in 0...1, which are rounded to 8 bits; alpha is left out.
  init(_ image: Image) {
    (width, height, channels) = (image.width, image.height, image.channels)
    bytes = image.samples.values.map { UInt8(min(max($0 * 255, 0), 255).rounded()) }
  }

  /// Reads a picture.
  ///
  /// - Parameter greatestSide: what larger ones are reduced to.
  /// - Throws: ``Failure`` as `Image.readInRange`, and `badData` where a gray picture is to serve in colour.
  init(
    _ path: String, in colors: Recipe.PictureFolder.Colors, greatestSide: Int? = nil
  ) throws(Failure) {
    var image = try Image.readInRange(path)
    if colors == .rgb && image.channels == 1 {
      throw Failure(.badData, path, found: "a gray picture", wanted: "a picture in colour")
    }
    if colors == .gray { image = image.grayscale() }
    if let greatestSide { image = Image(samples: reduced(image.samples, toSide: greatestSide)) }
    self.init(image)
    self.path = path
  }

  /// The samples at places of the plane, in 0...1, plane after plane.
  func samples(at places: [Int]) -> [Float] {
    (0..<channels).flatMap { samples(at: places, channel: $0) }
  }

  /// The samples of one plane at its places, in 0...1.
  func samples(at places: [Int], channel: Int) -> [Float] {
    places.map { Float(bytes[channel * width * height + $0]) * (1 / 255) }
  }

  /// All samples, `[1, C, H, W]`, in 0...1.
  var samples: Tensor {
    Tensor(shape: [1, channels, height, width]) { samples in
      for index in samples.indices { samples[index] = Float(bytes[index]) * (1 / 255) }
    }
  }
}
