import BurnishCore

/// Limits that are checked before memory is allocated.
public enum ImageLimits {
  /// The maximum number of pixels of an image that is read, 2^28: 16384 x 16384.
  ///
  /// A header of a few bytes can request any amount of memory. This library restores no larger images.
  public static let pixels = 1 << 28

  /// Refuses a header that gives no pixels, or too many.
  static func check(
    _ width: Int, _ height: Int, _ path: String, pixels: Int = ImageLimits.pixels
  ) throws(Failure) {
    // For any header, neither the product nor the message may overflow.
    guard width > 0, height > 0, width <= pixels, height <= pixels / width else {
      throw Failure(
        .badData, path, found: "the header gives a size of \(width)x\(height)",
        wanted: "1 to \(pixels) pixels")
    }
  }
}
