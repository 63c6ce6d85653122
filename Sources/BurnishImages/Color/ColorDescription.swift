/// How a PNG file says what its samples mean besides, or instead of, a color profile.
///
/// Numbers are as the file has them. Of several kinds the first counts, in the order of the PNG specification,
/// third edition: code points, a color profile, sRGB, gamma and chromaticities.
public struct ColorDescription: Sendable, Hashable {
  /// Numbers of ITU-T H.273 (chunk cICP): primaries, transfer, matrix, and 1 for the full range.
  public var codePoints: [UInt8]?
  /// That the colors are sRGB, and how they are best rendered (chunk sRGB).
  public var renderingIntent: UInt8?
  /// The exponent from light to samples, times 100000 (chunk gAMA).
  public var gamma: UInt32?
  /// x and y of white, red, green, and blue, times 100000 (chunk cHRM).
  public var chromaticities: [UInt32]?

  public init() {}

  public var isEmpty: Bool { self == ColorDescription() }
}
