import BurnishCore

extension LabelMap {
  private static let wanted =
    "an image of one channel, or a PNG with a palette, that holds the numbers of classes"

  /// Reads an image of one channel whose samples are class numbers.
  ///
  /// The image is gray with 8 or 16 bits, a `.npy` array of integers in 0...65535, or a PNG with a palette.
  /// - Throws: the same `Failure` as `Image.read`. Also `badData` for color, for opacity, for samples that are not
  ///   such numbers, and for JPEG, which changes numbers.
  public static func read(_ path: String) throws(Failure) -> LabelMap {
    let bytes = try InputFile.contents(of: path)
    let format = ImageFormat(signatureOf: bytes)
    if let format, format.isLossy {
      throw Failure(
        .badData, path, found: "a \(format.name), which changes the numbers of classes",
        wanted: wanted)
    }
    if format == PNGCodec.format,
      let (image, palette) = try PNGCodec.decodeNumbers(bytes, from: path),
      case .uint8(let numbers) = image.samples
    {
      return LabelMap(
        width: image.width, height: image.height, labels: numbers.map(UInt16.init),
        palette: palette)
    }
    let image = try RawImage.readPlane(path)
    guard image.channels == 1 else {
      throw Failure(
        .badData, path, found: "an image of \(image.channels) channels", wanted: wanted)
    }
    let labels: [UInt16]
    switch image.samples {
    case .uint8(let samples): labels = samples.map(UInt16.init)
    case .uint16(let samples): labels = samples
    case .float32(let samples):
      if let other = samples.first(where: { UInt16(exactly: $0) == nil }) {
        throw Failure(
          .badData, path, found: "the sample \(other)", wanted: "whole numbers in 0...65535")
      }
      labels = samples.map { UInt16($0) }
    }
    return LabelMap(width: image.width, height: image.height, labels: labels)
  }

  /// Whether a file is a PNG whose palette has colors, so that its samples are numbers. `false` for an unreadable
  /// file.
  public static func isNumbered(_ path: String) -> Bool {
    guard let bytes = try? InputFile.contents(of: path),
      ImageFormat(signatureOf: bytes) == PNGCodec.format,
      let numbered = try? PNGCodec.decodeNumbers(bytes, from: path)
    else { return false }
    return !numbered.palette.isGray
  }

  /// Writes the numbers as a PNG with the palette if the map has one, otherwise as gray samples.
  ///
  /// Gray samples have 8 bits if the numbers fit, otherwise 16.
  /// - Throws: `Failure`: `usage` for a file extension of a format that cannot keep such samples; `cannotCreate` for
  ///   a place that cannot be written; `inputOutput` if writing breaks off.
  public func write(to path: String) throws(Failure) {
    try checkFormat(of: path)
    let format = try RawImage.format(forWriting: path)
    if format == PNGCodec.format, let palette, labels.allSatisfy({ $0 < palette.colors.count }) {
      let bytes = try PNGCodec.encodeNumbers(
        labels.map { UInt8($0) }, width: width, height: height, palette: palette, to: path)
      return try AtomicFile.write(bytes, to: path)
    }
    try RawImage(
      width: width, height: height, channels: 1,
      samples: isNarrow ? .uint8(labels.map { UInt8($0) }) : .uint16(labels)
    ).write(to: path, format)
  }

  /// Refuses file extensions of formats that cannot keep the numbers.
  ///
  /// - Throws: `Failure` of the kind `usage`.
  public func checkFormat(of path: String) throws(Failure) {
    let format = try RawImage.format(forWriting: path)
    guard !format.isLossy, format.sampleFormats.contains(isNarrow ? .uint8 : .uint16) else {
      throw Failure(
        .usage, path, found: "\(format.name) asked for, which does not keep numbers of classes",
        wanted: ImageFormat.endings(for: .gray) {
          !$0.isLossy && $0.sampleFormats.contains(.uint16)
        })
    }
  }

  private var isNarrow: Bool { labels.allSatisfy { $0 < 256 } }
}
