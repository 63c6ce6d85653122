import BurnishCore
import BurnishTensors

extension HeightMap {
  /// Reads heights from a file of one channel.
  ///
  /// The file is a TIFF or any other file that ``Image`` reads. A TIFF may hold floating-point numbers, or signed or
  /// unsigned integers with 8, 16 or 32 bits. Samples are not scaled.
  /// - Parameter noData: the number that marks missing heights; by default the number in GDAL's tag 42113 of a TIFF.
  ///   NaN and infinities also mark missing heights.
  /// - Throws: the same `Failure` as `Image.read`. Also `badData` for more than one channel and for a file without a
  ///   single height.
  public static func read(_ path: String, noData: Double? = nil) throws(Failure) -> HeightMap {
    let bytes = try InputFile.contents(of: path)
    let (image, named) =
      ImageFormat(signatureOf: bytes) == TIFFCodec.format
      ? try decodeTIFF(bytes, from: path) : (try RawImage.readPlane(path), nil)
    guard image.channels == 1 else {
      throw Failure(
        .badData, path, found: "an image of \(image.channels) channels",
        wanted: "heights in one channel")
    }
    let samples = image.planes(0..<1, scaled: false)
    // The file stores single precision, so the comparison uses it too.
    let missing = (noData ?? named).map { Float($0) }
    let valid = missing.map { missing in
      Tensor(shape: samples.shape, values: samples.values.map { $0 == missing ? 0 : 1 })
    }
    let result = HeightMap(samples: samples, valid: valid)
    if let valid = result.valid, !valid.withUnsafeSamples({ $0.contains { $0 != 0 } }) {
      throw Failure(
        .badData, path, found: "not a single height",
        wanted: "numbers other than NaN\(missing.map { " and \($0)" } ?? "") somewhere")
    }
    return result
  }

  /// Whether a file is a TIFF of one channel that gives its place on the earth or the number for missing samples.
  ///
  /// `false` for an unreadable file.
  public static func isElevation(_ path: String) -> Bool {
    guard let bytes = try? InputFile.contents(of: path),
      ImageFormat(signatureOf: bytes) == TIFFCodec.format,
      let choice = try? TIFFImageChoice(bytes, from: path),
      choice.file.numbers(.samplesPerPixel, of: choice.page).first ?? 1 == 1
    else { return false }
    let tags: [TIFFStructure.Tag] = [.pixelScale, .tiePoint, .geoKeys, .noData]
    return tags.contains { choice.page.holds($0) }
  }

  /// Writes heights in floating point. Missing heights become NaN, even if the file read used another number.
  ///
  /// - Throws: the same `Failure` as `Image.write` and ``checkFormat(of:)``.
  public func write(to path: String) throws(Failure) {
    try Self.checkFormat(of: path)
    let mask = valid?.values
    let values = samples.values.enumerated().map { index, value in
      mask.map { $0[index] == 0 } ?? false ? .nan : value
    }
    try RawImage(
      planes: Tensor(shape: samples.shape, values: values), alpha: nil, format: .float32, scale: 1
    ).write(to: path, RawImage.format(forWriting: path))
  }

  /// Refuses file extensions of formats that lack floating point.
  ///
  /// - Throws: `Failure` of the kind `usage`.
  public static func checkFormat(of path: String) throws(Failure) {
    let format = ImageFormat(path: path)
    guard let format, format.sampleFormats.contains(.float32) else {
      throw Failure(
        .usage, path, found: "\(format?.name ?? "an unknown format"), which does not hold heights",
        wanted: ".tif, .pfm or .npy, which hold floating point", choice: .heightFile)
    }
  }

  /// The numbers of a TIFF, and the number that marks missing samples.
  private static func decodeTIFF(
    _ bytes: [UInt8], from path: String
  ) throws(Failure) -> (RawImage, noData: Double?) {
    let image = try TIFFCodec.decode(bytes, from: path, limits: .default)
    guard let choice = try TIFFImageChoice(bytes, from: path),
      let digits = choice.noData
    else { return (image, nil) }
    guard digits.isEmpty || Double(digits) != nil else {
      throw Failure(
        .badData, path, found: "\"\(digits)\" where it says what number is no height",
        wanted: "a number", choice: .noData)
    }
    return (image, Double(digits))
  }
}

extension Failure.Choice {
  /// The number that stands for no height.
  public static let noData = Self("noData")
  /// A file that holds heights.
  public static let heightFile = Self("heightFile")
}
