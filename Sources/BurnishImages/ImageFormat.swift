import BurnishCore

/// A file format of images, as its codec declares it.
public struct ImageFormat: Sendable {
  /// The name in messages.
  public let name: String
  /// The names of its kinds of files in lists of formats; the format's own unless given.
  let kinds: [String]
  /// The endings of file names, without dots and in small letters.
  let endings: [String]
  /// The ending that messages suggest for color, and for gray.
  let colorEnding, grayEnding: String
  /// The formats of samples that the file format holds, coarsest first.
  public let sampleFormats: [SampleFormat]
  /// Whether the file format holds an opacity.
  public let holdsAlpha: Bool
  /// Whether the file format holds bands that are neither colors nor an opacity.
  let holdsBands: Bool
  /// Whether samples come back changed.
  public let isLossy: Bool
  /// The most rows, and the most columns, that the file format holds.
  public let maximumSide: Int
  /// The most bytes of samples that the file format holds.
  let maximumBytes: Int
  /// Whether a file begins as those of the format do.
  let hasSignature: @Sendable (_ start: [UInt8]) -> Bool

  /// - Parameters: as the properties have them; the first ending is suggested unless others are given.
  init(
    _ name: String, kinds: [String]? = nil, endings: [String], colorEnding: String? = nil,
    grayEnding: String? = nil, samples: [SampleFormat], alpha: Bool = false, bands: Bool = false,
    isLossy: Bool = false, maximumSide: Int = 1 << 31 - 1, maximumBytes: Int = .max,
    signature: @escaping @Sendable (_ start: [UInt8]) -> Bool
  ) {
    (self.name, self.kinds, self.endings) = (name, kinds ?? [name], endings)
    (self.colorEnding, self.grayEnding) = (colorEnding ?? endings[0], grayEnding ?? endings[0])
    (sampleFormats, holdsAlpha, holdsBands) = (samples, alpha, bands)
    (self.isLossy, self.maximumSide, self.maximumBytes) = (isLossy, maximumSide, maximumBytes)
    hasSignature = signature
  }

  public static var all: [ImageFormat] { codecs.map { $0.format } }

  /// The format that the ending of a file's name stands for, in capitals or not.
  public init?(path: String) {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return nil }
    let ending = path[path.index(after: dot)...].lowercased()
    guard let format = Self.all.first(where: { $0.endings.contains(ending) }) else { return nil }
    self = format
  }

  /// The format that a file's first bytes show.
  init?(signatureOf bytes: [UInt8]) {
    guard let format = Self.all.first(where: { $0.hasSignature(bytes) }) else { return nil }
    self = format
  }

  /// Whether a file is meant to be an image: by its name's ending, or by its first bytes. What cannot be read is none.
  public static func isImage(_ path: String) -> Bool {
    guard let file = try? InputFile(reading: path) else { return false }
    if ImageFormat(path: path) != nil { return true }
    guard let start = try? file.read(min(file.size, 64), at: 0) else { return false }
    return ImageFormat(signatureOf: start) != nil
  }

  var codec: any ImageCodec.Type { Self.codecs.first { $0.format == self }! }
}

extension ImageFormat: Hashable {
  public static func == (a: ImageFormat, b: ImageFormat) -> Bool { a.name == b.name }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
