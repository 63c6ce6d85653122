import BurnishCore

/// Reads and writes the files of one format. ``ImageFormat/codecs`` lists all codecs.
protocol ImageCodec: SendableMetatype {
  static var format: ImageFormat { get }

  /// - Parameters:
  ///   - bytes: of a file whose beginning is this format's, not empty.
  ///   - path: what a failure names.
  ///   - limits: what the image may have by its header, and take.
  /// - Throws: `Failure` of the kind `badData` for a file that is damaged or unsupported, `outOfMemory` for one that takes
  ///   more memory than there is.
  static func decode(
    _ bytes: [UInt8], from path: String, limits: ImageLimits
  ) throws(Failure) -> RawImage

  /// - Parameters:
  ///   - image: what the format holds: samples of one of its ``ImageFormat/sampleFormats``, no alpha and no bands unless
  ///     it holds them.
  ///   - quality: 1...100, for a format that loses detail.
  ///   - path: what a failure names.
  static func encode(_ image: RawImage, quality: Int, to path: String) throws(Failure) -> [UInt8]
}

extension ImageCodec {
  /// The same in the quality that images are written in unless another is asked for.
  static func encode(_ image: RawImage, to path: String) throws(Failure) -> [UInt8] {
    try encode(image, quality: 95, to: path)
  }
}
