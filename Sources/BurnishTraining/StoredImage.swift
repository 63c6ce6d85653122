import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

/// An image in memory, with as many bits a sample as its file has.
struct StoredImage: Sendable {
  private enum Samples {
    case bytes([UInt8])
    case words([UInt16])
    case floats([Float])
  }

  let width, height, channels: Int
  /// The file that it comes from, where it is known.
  private(set) var path: String?
  /// Plane after plane, row by row.
  private let stored: Samples

  /// - Parameter image: samples in 0...1, which are rounded to what its format holds; alpha is left out.
  init(_ image: Image) {
    (width, height, channels) = (image.width, image.height, image.channels)
    let values = image.samples.values
    func level(_ value: Float, of greatest: Float) -> Float {
      min(max(value * greatest, 0), greatest).rounded()
    }
    stored =
      switch image.sampleFormat {
      case .uint8: .bytes(values.map { UInt8(level($0, of: 255)) })
      case .uint16: .words(values.map { UInt16(level($0, of: 65535)) })
      case .float32: .floats(values)
      }
  }

  /// Reads an image.
  ///
  /// - Parameters:
  ///   - colors: what it is to serve in; a gray image in color has three equal ones.
  ///   - takesGray: whether a gray image may serve in color.
  ///   - maximumSide: what larger ones are reduced to.
  /// - Throws: ``Failure`` as `Image.readInRange`, and `badData` where a gray image may not serve.
  init(
    _ path: String, in colors: Recipe.ImageFolder.Colors, takesGray: Bool = true,
    maximumSide: Int? = nil
  ) throws(Failure) {
    var image = try Image.readInRange(path)
    if colors == .rgb && image.channels == 1 && !takesGray {
      throw Failure(.badData, path, found: "a gray image", wanted: "an image in color")
    }
    image = colors == .gray ? image.grayscale() : image.inRGB()
    if let maximumSide {
      image = Image(
        samples: reduced(image.samples, toSide: maximumSide), sampleFormat: image.sampleFormat)
    }
    self.init(image)
    self.path = path
  }

  /// The samples at places of the plane, in 0...1, plane after plane.
  func samples(at places: [Int]) -> [Float] {
    (0..<channels).flatMap { samples(at: places, channel: $0) }
  }

  /// The samples of one plane at its places, in 0...1.
  func samples(at places: [Int], channel: Int) -> [Float] {
    let start = channel * width * height
    return switch stored {
    case .bytes(let bytes): places.map { Float(bytes[start + $0]) * (1 / 255) }
    case .words(let words): places.map { Float(words[start + $0]) * (1 / 65535) }
    case .floats(let floats): places.map { floats[start + $0] }
    }
  }

  /// All samples, `[1, C, H, W]`, in 0...1.
  var samples: Tensor {
    Tensor(
      shape: [1, channels, height, width],
      values: samples(at: Array(0..<width * height)))
  }
}
