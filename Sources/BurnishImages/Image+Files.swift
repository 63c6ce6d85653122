import BurnishTensors

extension Image {
  /// Reads a picture; the format is known by the file's content, whatever its name.
  ///
  /// PNG (1 to 16 bits, palettes expanded), JPEG (EXIF orientation applied), TIFF (8 and 16 bits
  /// and float), PGM, PPM, PFM and `.npy`.
  /// - Throws: `Failure`: `noInput` for a file that is missing or unreadable, `badData` for one
  ///   that is damaged, truncated, of another kind, larger than ``ImageLimits/pixels``, or holds
  ///   NaN or infinities; `inputOutput` when reading breaks off.
  public static func read(_ path: String) throws(Failure) -> Image {
    let picture = try RawPicture.read(path)
    if case .float32(let values) = picture.samples,
      let index = values.firstIndex(where: { !$0.isFinite })
    {
      let pixel = index / picture.channels
      throw Failure(
        .badData, path,
        found: "\(values[index].isNaN ? "NaN" : "an infinity") in column "
          + "\(pixel % picture.width), row \(pixel / picture.width)",
        wanted: "finite samples (only depth maps may have gaps)")
    }
    let colours = picture.hasAlpha ? picture.channels - 1 : picture.channels
    var result = Image(
      samples: picture.planes(0..<colours, scaled: true),
      alpha: picture.hasAlpha
        ? picture.planes(colours..<picture.channels, scaled: true) : nil,
      sampleFormat: picture.sampleFormat)
    result.colorProfile = picture.colorProfile
    return result
  }

  /// Writes the picture in the format that the name's ending stands for.
  ///
  /// Integer samples are clamped to 0...1 and rounded to the nearest level. The file appears under
  /// its name only when it is complete.
  /// - Parameters:
  ///   - format: the type of the samples; ``sampleFormat`` or, where the file format does not hold
  ///     that, the finest that it does.
  ///   - quality: of a JPEG file, 1...100. From 90 on, chroma is stored at full resolution.
  /// - Throws: `Failure`: `usage` for an unknown ending or a `format` that the file format does not
  ///   hold, `badData` for NaN or infinite samples, `cannotCreate` for an alpha or a size that the file
  ///   format does not hold or a place that cannot be written, `inputOutput` when writing breaks
  ///   off.
  public func write(
    to path: String, as format: SampleFormat? = nil, quality: Int = 95
  ) throws(Failure) {
    precondition((1...100).contains(quality), "JPEG quality \(quality) is not in 1...100")
    let fileFormat = try RawPicture.format(forWriting: path)
    let chosen = try fileFormat.sampleFormat(format, default: sampleFormat, path)
    if alpha != nil && !fileFormat.holdsAlpha {
      throw Failure(
        .cannotCreate, path, found: "a picture with alpha, which \(fileFormat.name) does not hold",
        wanted: "PNG, TIFF or .npy, or a picture without alpha")
    }
    try checkFinite(path)
    try fileFormat.checkExtents(
      width: width, height: height, channels: channels + (alpha == nil ? 0 : 1), samples: chosen,
      path: path)
    var picture = RawPicture(planes: samples, alpha: alpha, format: chosen)
    picture.colorProfile = colorProfile
    try picture.write(to: path, fileFormat, quality: quality)
  }

  private func checkFinite(_ path: String) throws(Failure) {
    for tensor in [samples, alpha].compactMap(\.self) {
      let index = tensor.withUnsafeSamples { $0.firstIndex { !$0.isFinite } }
      if let index {
        throw Failure(
          .badData, path,
          found: "a sample that is not finite in column \(index % width), row "
            + "\(index / width % height) of the picture to write",
          wanted: "finite samples")
      }
    }
  }
}

extension ImageFormat {
  /// The format of samples to write.
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

extension RawPicture {
  static func read(_ path: String) throws(Failure) -> RawPicture {
    let bytes = try InputFile.contents(of: path)
    guard !bytes.isEmpty else {
      throw Failure(.badData, path, found: "an empty file", wanted: ImageFormat.all)
    }
    switch ImageFormat(signatureOf: bytes) {
    case .png: return try PNGCodec.decode(bytes, from: path)
    case .jpeg: return try JPEGCodec.decode(bytes, from: path)
    case .tiff: return try TIFFCodec.decode(bytes, from: path)
    case .portableMap: return try PortableMapCodec.decode(bytes, from: path)
    case .portableFloatMap: return try PortableFloatMapCodec.decode(bytes, from: path)
    case .numPy: return try NumPyCodec.decode(bytes, from: path)
    case nil:
      throw Failure(
        .badData, path, found: "the file is none of the known image formats, whatever its name",
        wanted: ImageFormat.all)
    }
  }

  static func format(forWriting path: String) throws(Failure) -> ImageFormat {
    guard let format = ImageFormat(path: path) else {
      throw Failure(
        .usage, path, found: "a name whose ending stands for no image format",
        wanted: ".png, .jpg, .tif, .pgm, .ppm, .pfm or .npy")
    }
    return format
  }

  func write(to path: String, _ format: ImageFormat, quality: Int = 95) throws(Failure) {
    let bytes =
      switch format {
      case .png: try PNGCodec.encode(self, to: path)
      case .jpeg: try JPEGCodec.encode(self, quality: quality, to: path)
      case .tiff: try TIFFCodec.encode(self, to: path)
      case .portableMap: PortableMapCodec.encode(self)
      case .portableFloatMap: PortableFloatMapCodec.encode(self)
      case .numPy: NumPyCodec.encode(self)
      }
    try AtomicFile.write(bytes, to: path)
  }
}
