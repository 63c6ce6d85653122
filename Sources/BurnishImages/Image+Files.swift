import BurnishCore
import BurnishTensors

extension Image {
  /// Reads an image without bands beyond colors and opacity, like ``read(_:keepsBands:pixels:)``.
  public static func read(_ path: String) throws(Failure) -> Image {
    try read(path, keepsBands: false)
  }

  /// Reads an image. The content of the file decides its format, not its name.
  ///
  /// The formats are PNG, JPEG, TIFF, PBM, PGM, PPM, PFM and `.npy`. Orientations are applied, palettes expanded,
  /// and inks (CMYK) and L*a*b* converted to sRGB. ``remarks`` lists what was left out or assumed.
  /// - Parameters:
  ///   - keepsBands: whether to keep channels beyond colors and opacity as ``bands``; otherwise images with such
  ///     channels are refused.
  ///   - pixels: the maximum number of pixels in the header.
  /// - Throws: `Failure`: `noInput` for a file that is missing or unreadable; `badData` for a file that is damaged,
  ///   truncated, of another kind, larger than `pixels`, or holds NaN, infinities, or opacities outside 0...1;
  ///   `outOfMemory` for an image that does not fit in memory; `inputOutput` if reading breaks off.
  public static func read(
    _ path: String, keepsBands: Bool, pixels: Int = ImageLimits.pixels
  ) throws(Failure) -> Image {
    let image = try RawImage.read(path, pixels: pixels)
    if case .float32(let values) = image.samples,
      let index = values.firstIndex(where: { !$0.isFinite })
    {
      let pixel = index / image.channels
      throw Failure(
        .badData, path,
        found: "\(values[index].isNaN ? "NaN" : "an infinity") in column "
          + "\(pixel % image.width), row \(pixel / image.width)",
        wanted: "finite samples (only depth maps may have gaps)")
    }
    try image.checkHasNoGaps(path)
    let bands = image.bands
    guard keepsBands || bands.isEmpty else {
      throw Failure(
        .badData, path,
        found: "\(image.channels) bands, \(bands.count) of them neither colors nor an opacity",
        wanted: "gray or RGB, with or without an opacity; denoising and smoothing take other bands")
    }
    func planes(_ channels: Range<Int>) -> Tensor { image.planes(channels, scaled: true) }
    var result = Image(
      samples: planes(0..<image.colors), alpha: image.alpha.map { planes($0..<$0 + 1) },
      sampleFormat: image.sampleFormat)
    if image.sampleFormat == .float32,
      let opacity = result.alpha?.values.first(where: { !(-0.001...1.001).contains($0) })
    {
      throw Failure(
        .badData, path, found: "the opacity \(opacity)", wanted: "opacities in 0...1")
    }
    if !bands.isEmpty {
      result.bands = Tensor.joined(bands.map { planes($0..<$0 + 1) })
    }
    result.colorProfile = image.colorProfile
    result.colorDescription = image.colorDescription
    result.remarks = image.remarks
    if image.sampleFormat == .float32, image.maximum > 1 {
      result.remarks.append(
        "its whole numbers are taken for shares of \(image.maximum), in floating point")
    } else if image.sampleFormat == .float32 {
      let brightest = result.samples.maximum()
      if brightest > Self.brightestLight {
        result.remarks.append(
          "samples up to \(brightest) are taken for light, of which 1 is white, not for levels")
      }
    }
    return result
  }

  /// Brighter samples may be levels of 0...255 in floating point.
  private static var brightestLight: Float { 50 }

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
    guard (1...100).contains(quality) else {
      throw Failure(.usage, path, found: "a JPEG quality of \(quality)", wanted: "1 to 100")
    }
    let fileFormat = try RawImage.format(forWriting: path)
    let chosen = try fileFormat.sampleFormat(format, default: sampleFormat, path)
    if alpha != nil && !fileFormat.holdsAlpha {
      throw Failure(
        .cannotCreate, path, found: "an image with alpha, which \(fileFormat.name) does not hold",
        wanted: "\(ImageFormat.endings(where: \.holdsAlpha)), or an image without alpha")
    }
    try fileFormat.checkHoldsBands(of: self, path)
    try checkFinite(path)
    try fileFormat.checkExtents(
      width: width, height: height,
      channels: channels + (bands?.shape[1] ?? 0) + (alpha == nil ? 0 : 1), samples: chosen,
      path: path)
    var image = RawImage(planes: samples, bands: bands, alpha: alpha, format: chosen)
    image.colorProfile = colorProfile
    image.colorDescription = colorDescription
    try image.write(to: path, fileFormat, quality: quality)
  }

  private func checkFinite(_ path: String) throws(Failure) {
    for tensor in [samples, alpha, bands].compactMap(\.self) {
      let index = tensor.withUnsafeSamples { $0.firstIndex { !$0.isFinite } }
      if let index {
        throw Failure(
          .badData, path,
          found: "a sample that is not finite in column \(index % width), row "
            + "\(index / width % height) of the image to write",
          wanted: "finite samples")
      }
    }
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
  /// - Parameter pixels: the maximum number of pixels.
  static func read(
    _ path: String, pixels: Int = ImageLimits.pixels
  ) throws(Failure) -> RawImage {
    let bytes = try NumPyArchive.array(in: InputFile.contents(of: path), from: path)
    guard !bytes.isEmpty else {
      throw Failure(.badData, path, found: "an empty file", wanted: ImageFormat.wanted)
    }
    guard let format = ImageFormat(signatureOf: bytes) else {
      throw Failure(
        .badData, path, found: "the file is none of the known image formats, whatever its name",
        wanted: ImageFormat.wanted)
    }
    return try format.codec.decode(bytes, from: path, pixels: pixels)
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
