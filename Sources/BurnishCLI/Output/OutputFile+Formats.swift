import BurnishCore
import BurnishImages
import BurnishTensors

extension OutputFile {
  /// An image's columns and rows.
  typealias Size = (width: Int, height: Int)

  /// Checks the output for an image; its format must also be able to hold the image.
  ///
  /// - Parameters:
  ///   - image: the result, or an image with the result's channels, alpha, and sample format.
  ///   - size: the result's size, if it differs from the image's.
  static func check(
    _ path: String, for image: Image, size: Size? = nil, inputs: [String],
    overwriting: OverwriteOptions
  ) throws(Failure) {
    try check(path, inputs: inputs, overwriting: overwriting)
    guard let format = ImageFormat(path: path) else {
      throw unknownFormat(path, wanted: ImageFormat.endings { _ in true })
    }
    guard image.channels == 1 || !path.lowercased().hasSuffix(".pgm") else {
      throw Failure(
        .usage, path, found: "a name for gray images, where the result is in color",
        wanted: ImageFormat.endings(for: .color) { _ in true })
    }
    try format.checkHoldsBands(of: image, path)
    tellOfBits(of: image, format, path)
    tellOfLight(in: image, format, path)
    guard image.alpha == nil || format.holdsAlpha else {
      throw Failure(
        .cannotCreate, path, found: "a format that does not hold the image's alpha",
        wanted: ImageFormat.endings(where: \.holdsAlpha))
    }
    try checkSize(path, for: image, size ?? (image.width, image.height))
  }

  /// Reports that samples are rounded to fewer bits, and names formats that keep all bits.
  private static func tellOfBits(of image: Image, _ format: ImageFormat, _ path: String) {
    guard image.sampleFormat == .uint16, let kept = format.sampleFormats.last, kept == .uint8 else {
      return
    }
    Remarks.add(
      "\(path): \(image.sampleFormat.adjective) samples are rounded to 8 bits in \(format.name); "
        + ImageFormat.endings(for: .color, last: "and") { $0.sampleFormats.contains(.uint16) }
        + " keep them")
  }

  /// Reports that light above 1 is cut off in a format that holds only whole numbers.
  private static func tellOfLight(in image: Image, _ format: ImageFormat, _ path: String) {
    guard image.sampleFormat == .float32, !format.sampleFormats.contains(.float32) else { return }
    let brightest = image.samples.maximum()
    guard brightest > 1 else { return }
    Remarks.add(
      "\(path): light above 1 (up to \(brightest)) is cut off in \(format.name); "
        + ImageFormat.endings(last: "and") { $0.sampleFormats.contains(.float32) } + " keep it")
  }

  /// Checks that the output's format can hold an image of this size.
  static func checkSize(_ path: String, for image: Image, _ size: Size) throws(Failure) {
    guard let format = ImageFormat(path: path) else { return }
    let formats = format.sampleFormats
    try format.checkExtents(
      width: size.width, height: size.height,
      channels: image.channels + (image.bands?.shape[1] ?? 0) + (image.alpha == nil ? 0 : 1),
      samples: formats.contains(image.sampleFormat) ? image.sampleFormat : formats.last!,
      path: path)
  }

  /// Checks the output for a depth map; its format must also be able to hold the unit.
  static func check(
    _ path: String, for unit: DepthUnit, size: Size, inputs: [String],
    overwriting: OverwriteOptions
  ) throws(Failure) {
    try check(path, inputs: inputs, overwriting: overwriting)
    guard let format = ImageFormat(path: path) else {
      throw unknownFormat(path, wanted: ImageFormat.endings(for: .gray) { !$0.isLossy })
    }
    guard !format.isLossy, format.sampleFormats.contains(where: unit.goesInto) else {
      throw Failure(
        .usage, path, found: "a format that does not hold depth in \(unit.description)",
        wanted: ImageFormat.endings(for: .gray) {
          !$0.isLossy && $0.sampleFormats.contains(where: unit.goesInto)
        })
    }
    try format.checkExtents(
      width: size.width, height: size.height, channels: 1, samples: .float32, path: path)
  }

  /// Checks the output for heights; its format must also be able to hold them.
  static func checkHeights(
    _ path: String, size: Size, inputs: [String], overwriting: OverwriteOptions
  ) throws(Failure) {
    try HeightMap.checkFormat(of: path)
    try check(path, inputs: inputs, overwriting: overwriting)
    try ImageFormat(path: path)?.checkExtents(
      width: size.width, height: size.height, channels: 1, samples: .float32, path: path)
  }

  private static func unknownFormat(_ path: String, wanted: String) -> Failure {
    Failure(
      .usage, path, found: "unknown file extension", wanted: wanted)
  }
}

extension DepthUnit {
  fileprivate func goesInto(_ format: SampleFormat) -> Bool {
    switch self {
    case .levels8: true
    case .millimeters: format != .uint8
    case .meters: format == .float32
    }
  }

  /// The unit's name in messages.
  var description: String {
    switch self {
    case .levels8: "levels 0...255"
    case .millimeters: "millimeters"
    case .meters: "meters"
    }
  }
}
