import BurnishCore

/// Limits that are checked before memory is allocated.
///
/// A header of a few bytes can request any amount of memory. Servers set lower limits than the default.
public struct ImageLimits: Sendable, Hashable {
  /// The default maximum number of pixels of an image that is read, 2^28: 16384 x 16384.
  ///
  /// This library restores no larger images.
  public static let pixels = 1 << 28

  /// 2^28 pixels, and the memory that is available.
  public static let `default` = ImageLimits()

  /// The maximum number of pixels.
  public var pixels: Int
  /// The maximum number of bytes that decoding takes for samples and for what is inflated, besides the
  /// result; by default the memory that is available.
  public var memory: Int?

  /// - Parameters: positive numbers, as the properties describe them.
  public init(pixels: Int = ImageLimits.pixels, memory: Int? = nil) {
    require(pixels > 0, "\(pixels) pixels are no limit")
    require(memory.map { $0 > 0 } ?? true, "\(memory!) bytes are no limit")
    (self.pixels, self.memory) = (pixels, memory)
  }

  /// The lower of ``memory`` and the memory that is available, in bytes.
  var usableMemory: Int { min(memory ?? .max, AvailableMemory.bytes) }

  /// Refuses a header that gives no pixels, or too many.
  func check(_ width: Int, _ height: Int, _ path: String) throws(Failure) {
    // For any header, neither the product nor the message may overflow.
    guard width > 0, height > 0, width <= pixels, height <= pixels / width else {
      throw Failure(
        .badData, path, found: "the header gives a size of \(width)x\(height)",
        wanted: "1 to \(pixels) pixels")
    }
  }
}
