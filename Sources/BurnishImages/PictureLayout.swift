import BurnishCore

/// What kind of samples a picture file holds.
public struct PictureLayout: Sendable, Hashable {
  public let width: Int
  public let height: Int
  /// 1 for gray, 3 for RGB. Alpha does not count.
  public let channels: Int
  public let hasAlpha: Bool
  public let sampleFormat: SampleFormat

  /// - Throws: `Failure` as `Image.read`, but for NaN and infinities, which are not looked for.
  public init(contentsOf path: String) throws(Failure) {
    let picture = try RawPicture.read(path)
    (width, height) = (picture.width, picture.height)
    hasAlpha = picture.hasAlpha
    channels = picture.channels - (picture.hasAlpha ? 1 : 0)
    sampleFormat = picture.sampleFormat
  }
}
