import BurnishCore

/// What is refused before memory is asked for.
public enum ImageLimits {
  /// The most pixels of an image that is read, 2^28: 16384 x 16384.
  ///
  /// A few bytes of header can ask for any amount of memory; nothing that this library restores is
  /// larger.
  public static let pixels = 1 << 28

  /// Refuses a header that gives no pixels, or too many.
  static func check(
    _ width: Int, _ height: Int, _ path: String, pixels: Int = ImageLimits.pixels
  ) throws(Failure) {
    // Neither product nor message may overflow, whatever the header says.
    guard width > 0, height > 0, width <= pixels, height <= pixels / width else {
      throw Failure(
        .badData, path, found: "the header gives a size of \(width)x\(height)",
        wanted: "1 to \(pixels) pixels")
    }
  }
}
