import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

/// An image in memory, with the bits per sample of its file.
struct StoredImage: Sendable {
  private enum Samples {
    case bytes([UInt8])
    case words([UInt16])
    case floats([Float])
  }

  let width, height, channels: Int
  /// The image's file, if known.
  private(set) var path: String?
  /// The samples, plane after plane, row by row.
  private let stored: Samples

  /// - Parameter image: samples in 0...1, rounded to the levels of its format; alpha is left out.
  init(_ image: Image) {
    (width, height, channels) = (image.width, image.height, image.channels)
    let values = image.samples.values
    func level(_ value: Float, of maximum: Float) -> Float {
      min(max(value * maximum, 0), maximum).rounded()
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
  ///   - colors: the colors to convert to; a gray image becomes three equal channels.
  ///   - takesGray: whether a gray image may become a color image.
  ///   - maximumSide: the side to reduce larger images to; they keep their size if `nil`.
  /// - Throws: ``Failure`` as `Image.readInRange` does, and `badData` if a gray image is not allowed.
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

  /// The samples of all planes at given places, in 0...1, plane after plane.
  func samples(at places: [Int]) -> [Float] {
    (0..<channels).flatMap { samples(at: places, channel: $0) }
  }

  /// The samples of one plane at given places, in 0...1.
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
