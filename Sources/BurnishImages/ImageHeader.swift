import BurnishCore

/// The size, channels and sample format of an image file.
public struct ImageHeader: Sendable, Hashable {
  public let width: Int
  public let height: Int
  /// 1 for gray, 3 for RGB. Alpha does not count.
  public let channels: Int
  public let hasAlpha: Bool
  public let sampleFormat: SampleFormat

  /// - Parameter limits: checked before memory is allocated.
  /// - Throws: the same `Failure` as `Image.read`, but accepts NaN and infinities.
  public init(
    contentsOf path: String, limits: ImageLimits = .default
  ) throws(Failure) {
    self.init(try RawImage.read(path, limits: limits))
  }

  /// The header of an image file in memory. The image is decoded, so a damaged one is refused.
  ///
  /// - Parameters:
  ///   - bytes: the whole file. The content decides the format.
  ///   - limits: checked before memory is allocated.
  ///   - subject: the name in errors.
  /// - Throws: the same `Failure` as `Image.init(decoding:)`, but accepts NaN and infinities.
  public init(
    of bytes: [UInt8], limits: ImageLimits = .default, subject: String = "image"
  ) throws(Failure) {
    self.init(try RawImage.decode(bytes, limits: limits, subject))
  }

  /// The header of an image file in memory, like ``init(of:limits:subject:)-([UInt8],_,_)``.
  public init(
    of bytes: RawSpan, limits: ImageLimits = .default, subject: String = "image"
  ) throws(Failure) {
    try self.init(of: bytes.withUnsafeBytes { [UInt8]($0) }, limits: limits, subject: subject)
  }

  private init(_ image: RawImage) {
    (width, height) = (image.width, image.height)
    hasAlpha = image.hasAlpha
    channels = image.channels - (image.hasAlpha ? 1 : 0)
    sampleFormat = image.sampleFormat
  }
}
