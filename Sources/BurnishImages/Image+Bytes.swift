import BurnishCore
import BurnishTensors

extension Image {
  /// Decodes the bytes of an image file, like ``read(_:keepsBands:limits:)``.
  ///
  /// - Parameters:
  ///   - bytes: the whole file. The content decides the format.
  ///   - keepsBands: whether to keep channels beyond colors and opacity as ``bands``; otherwise images with
  ///     such channels are refused.
  ///   - limits: checked before memory is allocated.
  ///   - subject: the name in errors.
  /// - Throws: `Failure`: `badData` for bytes that are damaged, truncated, of another kind, beyond the limit
  ///   of pixels, or hold NaN, infinities, or opacities outside 0...1; `outOfMemory` for an image beyond the
  ///   limit of memory.
  public init(
    decoding bytes: [UInt8], keepsBands: Bool = false, limits: ImageLimits = .default,
    subject: String = "image"
  ) throws(Failure) {
    self = try Self.decoded(bytes, keepsBands: keepsBands, limits: limits, subject)
  }

  /// Decodes the bytes of an image file, like ``init(decoding:keepsBands:limits:subject:)-([UInt8],_,_,_)``.
  public init(
    decoding bytes: RawSpan, keepsBands: Bool = false, limits: ImageLimits = .default,
    subject: String = "image"
  ) throws(Failure) {
    self = try Self.decoded(
      bytes.withUnsafeBytes { [UInt8]($0) }, keepsBands: keepsBands, limits: limits, subject)
  }

  /// The bytes of a file that holds the image, with its profile and color description.
  ///
  /// Integer samples are clamped to 0...1 and rounded to the nearest level.
  /// - Parameters:
  ///   - format: the file format, such as ``ImageFormat/png``.
  ///   - samples: the sample type; by default ``sampleFormat``, or the finest type of the file format if it
  ///     lacks that.
  ///   - quality: the quality of a JPEG file, 1...100. From 90 on, chroma keeps its full resolution.
  ///   - subject: the name in errors.
  /// - Throws: `Failure`: `usage` for `samples` that the file format lacks or for another quality; `badData`
  ///   for NaN or infinite samples; `cannotCreate` for an alpha or a size that the file format cannot hold.
  public func encoded(
    as format: ImageFormat, samples: SampleFormat? = nil, quality: Int = 95,
    subject: String = "image"
  ) throws(Failure) -> [UInt8] {
    guard (1...100).contains(quality) else {
      throw Failure(.usage, subject, found: "a JPEG quality of \(quality)", wanted: "1 to 100")
    }
    let chosen = try format.sampleFormat(samples, default: sampleFormat, subject)
    if alpha != nil && !format.holdsAlpha {
      throw Failure(
        .cannotCreate, subject, found: "an image with alpha, which \(format.name) does not hold",
        wanted: "\(ImageFormat.endings(where: \.holdsAlpha)), or an image without alpha")
    }
    try format.checkHoldsBands(of: self, subject)
    try checkFinite(subject)
    try format.checkExtents(
      width: width, height: height,
      channels: channels + (bands?.shape[1] ?? 0) + (alpha == nil ? 0 : 1), samples: chosen,
      path: subject)
    var image = RawImage(planes: self.samples, bands: bands, alpha: alpha, format: chosen)
    image.colorProfile = colorProfile
    image.colorDescription = colorDescription
    return try format.codec.encode(image, quality: quality, to: subject)
  }

  private func checkFinite(_ subject: String) throws(Failure) {
    for tensor in [samples, alpha, bands].compactMap(\.self) {
      if let index = tensor.firstIndex(outside: .finite) {
        throw Failure(
          .badData, subject,
          found: "a sample that is not finite in column \(index % width), row "
            + "\(index / width % height) of the image to write",
          wanted: "finite samples")
      }
    }
  }

  // Swift 6.3.1 miscompiles such functions if they are inlined into an initializer that throws.
  @inline(never)
  static func decoded(
    _ bytes: [UInt8], keepsBands: Bool, limits: ImageLimits, _ subject: String
  ) throws(Failure) -> Image {
    try image(
      of: RawImage.decode(bytes, limits: limits, subject), keepsBands: keepsBands, subject)
  }

  /// The image of samples as a file holds them.
  ///
  /// - Throws: `Failure` of the kind `badData` for NaN, infinities, opacities outside 0...1, gaps, and bands
  ///   that are not to be kept.
  @inline(never)
  static func image(
    of image: RawImage, keepsBands: Bool, _ subject: String
  ) throws(Failure) -> Image {
    if case .float32(let values) = image.samples,
      let index = values.firstIndex(where: { !$0.isFinite })
    {
      let pixel = index / image.channels
      throw Failure(
        .badData, subject,
        found: "\(values[index].isNaN ? "NaN" : "an infinity") in column "
          + "\(pixel % image.width), row \(pixel / image.width)",
        wanted: "finite samples (only depth maps may have gaps)")
    }
    try image.checkHasNoGaps(subject)
    let bands = image.bands
    guard keepsBands || bands.isEmpty else {
      throw Failure(
        .badData, subject,
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
        .badData, subject, found: "the opacity \(opacity)", wanted: "opacities in 0...1")
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
}

extension ClosedRange<Float> {
  /// All numbers but NaN and infinities.
  static var finite: Self { -Float.greatestFiniteMagnitude...Float.greatestFiniteMagnitude }
}

extension RawImage {
  /// Decodes the bytes of a file.
  static func decode(
    _ bytes: [UInt8], limits: ImageLimits, _ subject: String
  ) throws(Failure) -> RawImage {
    let bytes = try NumPyArchive.array(in: bytes, from: subject, limits: limits)
    guard !bytes.isEmpty else {
      throw Failure(.badData, subject, found: "an empty file", wanted: ImageFormat.wanted)
    }
    guard let format = ImageFormat(signatureOf: bytes) else {
      throw Failure(
        .badData, subject,
        found: "the file is none of the known image formats, whatever its name",
        wanted: ImageFormat.wanted)
    }
    return try format.codec.decode(bytes, from: subject, limits: limits)
  }

  /// Decodes the bytes of a file of one channel: a `.npy` array `[1, H, W]` of any extents, or any image.
  ///
  /// - Throws: the same `Failure` as ``Image/init(decoding:keepsBands:limits:subject:)-([UInt8],_,_,_)``, but
  ///   accepts NaN and infinities.
  static func decodePlane(
    _ bytes: [UInt8], limits: ImageLimits, _ subject: String
  ) throws(Failure) -> RawImage {
    let bytes = try NumPyArchive.array(in: bytes, from: subject, limits: limits)
    guard let extents = NumPyPlanes.extents(of: bytes), extents.count == 3, extents[0] == 1 else {
      return try decode(bytes, limits: limits, subject)
    }
    return try NumPyCodec.decodePlane(bytes, from: subject, limits: limits)
  }
}
