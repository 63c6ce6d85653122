import BurnishCore

/// The size, channels and sample format of an image file.
public struct ImageHeader: Sendable, Hashable {
  public let width: Int
  public let height: Int
  /// 1 for gray, 3 for RGB. Alpha does not count.
  public let channels: Int
  public let hasAlpha: Bool
  public let sampleFormat: SampleFormat

  /// - Throws: the same `Failure` as `Image.read`, but accepts NaN and infinities.
  public init(contentsOf path: String) throws(Failure) {
    let image = try RawImage.read(path)
    (width, height) = (image.width, image.height)
    hasAlpha = image.hasAlpha
    channels = image.channels - (image.hasAlpha ? 1 : 0)
    sampleFormat = image.sampleFormat
  }
}
