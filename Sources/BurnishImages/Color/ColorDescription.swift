/// How a PNG file describes the meaning of its samples, in addition to or instead of a color profile.
///
/// Numbers are stored as in the file. If the file has several kinds, the first one counts, in the order of the PNG
/// specification, third edition: code points, a color profile, sRGB, gamma and chromaticities.
public struct ColorDescription: Sendable, Hashable {
  /// Numbers of ITU-T H.273 (chunk cICP): primaries, transfer, matrix, and 1 for the full range.
  public var codePoints: [UInt8]?
  /// The preferred rendering of sRGB colors (chunk sRGB). If set, the colors are sRGB.
  public var renderingIntent: UInt8?
  /// The exponent from light to samples, times 100000 (chunk gAMA).
  public var gamma: UInt32?
  /// x and y of white, red, green, and blue, times 100000 (chunk cHRM).
  public var chromaticities: [UInt32]?

  public init() {}

  public var isEmpty: Bool { self == ColorDescription() }
}
