import BurnishTensors

/// The number of a class for each pixel.
public struct LabelMap: Sendable, Hashable {
  public let width: Int
  public let height: Int
  /// Row by row.
  public let labels: [UInt16]

  public init(width: Int, height: Int, labels: [UInt16]) {
    precondition(
      width > 0 && height > 0 && labels.count == width * height,
      "\(labels.count) labels do not fill \(width)x\(height) pixels")
    (self.width, self.height, self.labels) = (width, height, labels)
  }

  /// The upper left part.
  public func cropped(width: Int, height: Int) -> LabelMap {
    precondition(
      width <= self.width && height <= self.height,
      "\(width)x\(height) pixels are no part of \(self.width)x\(self.height)")
    return LabelMap(
      width: width, height: height,
      labels: (0..<height).flatMap { labels[$0 * self.width..<$0 * self.width + width] })
  }

  /// Each label as a block of `factor` by `factor`.
  public func repeated(factor: Int) -> LabelMap {
    LabelMap(
      width: width * factor, height: height * factor,
      labels: (0..<height * factor).flatMap { y in
        (0..<width * factor).map { x in labels[y / factor * width + x / factor] }
      })
  }

  /// Reads a gray picture of 8 or 16 bits whose samples are the classes' numbers.
  ///
  /// - Throws: `Failure` as `Image.read`, and `badData` for colour, an opacity, or samples that are
  ///   no whole numbers.
  public static func read(_ path: String) throws(Failure) -> LabelMap {
    let picture = try RawPicture.read(path)
    let wanted = "a gray picture of 8 or 16 bits that holds the numbers of classes"
    guard picture.channels == 1 else {
      throw Failure(
        .badData, path, found: "a picture of \(picture.channels) channels", wanted: wanted)
    }
    let labels: [UInt16]
    switch picture.samples {
    case .uint8(let samples): labels = samples.map(UInt16.init)
    case .uint16(let samples): labels = samples
    case .float32:
      throw Failure(.badData, path, found: "floating-point samples", wanted: wanted)
    }
    return LabelMap(width: picture.width, height: picture.height, labels: labels)
  }

  /// Writes the numbers as gray samples: 8 bits where they suffice, 16 otherwise.
  ///
  /// - Throws: `Failure`: `usage` for a name whose ending stands for no format that keeps such
  ///   samples, `cannotCreate` for a place that cannot be written, `inputOutput` when writing breaks
  ///   off.
  public func write(to path: String) throws(Failure) {
    let format = try RawPicture.format(forWriting: path)
    let isNarrow = labels.allSatisfy { $0 < 256 }
    guard format != .jpeg, format.sampleFormats.contains(isNarrow ? .uint8 : .uint16) else {
      throw Failure(
        .usage, path, found: "\(format.name) asked for, which does not keep numbers of classes",
        wanted: ".png, .tif, .pgm or .npy")
    }
    try RawPicture(
      width: width, height: height, channels: 1,
      samples: isNarrow ? .uint8(labels.map(UInt8.init)) : .uint16(labels)
    ).write(to: path, format)
  }
}
