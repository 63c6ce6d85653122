import BurnishCore
import BurnishTensors

extension Image {
  /// Reads an image without bands beyond colors and opacity, like ``read(_:keepsBands:limits:)``.
  public static func read(_ path: String) throws(Failure) -> Image {
    try read(path, limits: .default)
  }

  /// Reads an image, like ``read(_:keepsBands:limits:)``.
  ///
  /// - Parameter pixels: the maximum number of pixels in the header.
  public static func read(
    _ path: String, keepsBands: Bool, pixels: Int = ImageLimits.pixels
  ) throws(Failure) -> Image {
    try read(path, keepsBands: keepsBands, limits: ImageLimits(pixels: pixels))
  }

  /// Reads an image. The content of the file decides its format, not its name.
  ///
  /// The formats are PNG, JPEG, TIFF, PBM, PGM, PPM, PFM and `.npy`. Orientations are applied, palettes expanded,
  /// and inks (CMYK) and L*a*b* converted to sRGB. ``remarks`` lists what was left out or assumed.
  /// - Parameters:
  ///   - keepsBands: whether to keep channels beyond colors and opacity as ``bands``; otherwise images with such
  ///     channels are refused.
  ///   - limits: checked before memory is allocated.
  /// - Throws: `Failure`: `noInput` for a file that is missing or unreadable; `badData` for a file that is
  ///   damaged, truncated, of another kind, beyond the limit of pixels, or holds NaN, infinities, or
  ///   opacities outside 0...1; `outOfMemory` for an image that does not fit in memory; `inputOutput` if
  ///   reading breaks off.
  public static func read(
    _ path: String, keepsBands: Bool = false, limits: ImageLimits
  ) throws(Failure) -> Image {
    try decoded(InputFile.contents(of: path), keepsBands: keepsBands, limits: limits, path)
  }

  /// Writes the image in the format of the file extension.
  ///
  /// Integer samples are clamped to 0...1 and rounded to the nearest level. The file appears under its name only
  /// when it is complete.
  /// - Parameters:
  ///   - format: the sample type; by default ``sampleFormat``, or the finest type of the file format if it lacks
  ///     that.
  ///   - quality: the quality of a JPEG file, 1...100. From 90 on, chroma keeps its full resolution.
  /// - Throws: `Failure`: `usage` for an unknown extension, a `format` that the file format lacks, or another quality; `badData` for
  ///   NaN or infinite samples; `cannotCreate` for an alpha or a size that the file format cannot hold, or a place
  ///   that cannot be written; `inputOutput` if writing breaks off.
  public func write(
    to path: String, as format: SampleFormat? = nil, quality: Int = 95
  ) throws(Failure) {
    let fileFormat = try RawImage.format(forWriting: path)
    let bytes = try encoded(as: fileFormat, samples: format, quality: quality, subject: path)
    try AtomicFile.write(bytes, to: path)
  }
}

extension ImageFormat {
  /// - Throws: `Failure` of the kind `cannotCreate` if the image has bands and the format cannot hold them.
  public func checkHoldsBands(of image: Image, _ path: String) throws(Failure) {
    guard let bands = image.bands, !holdsBands else { return }
    throw Failure(
      .cannotCreate, path,
      found: "\(bands.shape[1]) bands besides colors, which \(name) does not hold",
      wanted: Self.endings(where: \.holdsBands))
  }

  /// The sample format to write.
  func sampleFormat(
    _ requested: SampleFormat?, default natural: SampleFormat, _ path: String
  ) throws(Failure) -> SampleFormat {
    guard let requested else {
      return sampleFormats.contains(natural) ? natural : sampleFormats.last!
    }
    guard sampleFormats.contains(requested) else {
      throw Failure(
        .usage, path,
        found: "\(requested.adjective) samples asked for, which \(name) does not hold",
        wanted: sampleFormats.map(\.adjective).joined(separator: " or ") + " samples")
    }
    return requested
  }
}

extension RawImage {
  static func read(
    _ path: String, limits: ImageLimits = .default
  ) throws(Failure) -> RawImage {
    try decode(InputFile.contents(of: path), limits: limits, path)
  }

  static func format(forWriting path: String) throws(Failure) -> ImageFormat {
    guard let format = ImageFormat(path: path) else {
      throw Failure(
        .usage, path, found: "unknown file extension",
        wanted: ImageFormat.endings { _ in true })
    }
    return format
  }

  func write(to path: String, _ format: ImageFormat, quality: Int = 95) throws(Failure) {
    let bytes = try format.codec.encode(self, quality: quality, to: path)
    try AtomicFile.write(bytes, to: path)
  }
}
