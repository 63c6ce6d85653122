import BurnishCore
import CImageCodecs
import Foundation

extension RawImage {
  /// The color profile for a file format that describes its colors in no other way.
  ///
  /// It holds the first of these that the image's file has: code points, a profile, sRGB, or gamma and
  /// chromaticities.
  /// - Throws: `Failure` of the kind `cannotCreate` if Little CMS cannot make a profile from them.
  func profileForOthers(_ path: String) throws(Failure) -> [UInt8]? {
    guard let colorDescription else { return colorProfile }
    let isGray = colors == 1
    if let meaning = colorDescription.meaningOfCodePoints {
      return try meaning.profile(isGray: isGray, path)
    }
    if let colorProfile { return colorProfile }
    return try colorDescription.meaning?.profile(isGray: isGray, path)
  }
}

/// How the numbers of an image translate to light.
struct ColorMeaning {
  /// x and y of white, red, green, and blue.
  var chromaticities: [Double]
  var curve: Curve
  /// The numbers of ITU-T H.273 that describe the same colors.
  var codePoints: [UInt8]?

  /// From samples to light, both in 0...1.
  enum Curve: Sendable {
    /// Light is the sample to this power.
    case gamma(Double)
    /// ((x + offset) / (1 + offset))^gamma from `end` on, x / slope below it.
    case linearStart(gamma: Double, offset: Double, slope: Double, end: Double)
    case sampled(@Sendable (Double) -> Double)

    static let sRGB = linearStart(gamma: 2.4, offset: 0.055, slope: 12.92, end: 0.04045)
  }

  static let sRGBChromaticities = [0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06]

  func profile(isGray: Bool, _ path: String) throws(Failure) -> [UInt8] {
    var tones = burnish_tone_curve()
    var table: [Float] = []
    switch curve {
    case .gamma(let gamma): (tones.gamma, tones.a) = (gamma, 1)
    case .linearStart(let gamma, let offset, let slope, let end):
      (tones.gamma, tones.slope, tones.linear_end) = (gamma, 1 / slope, end)
      (tones.a, tones.b) = (1 / (1 + offset), offset / (1 + offset))
    case .sampled(let light): table = (0..<4096).map { Float(light(Double($0) / 4095)) }
    }
    var result = burnish_bytes()
    let status = table.withUnsafeBufferPointer { table in
      if !table.isEmpty {
        (tones.table, tones.table_count) = (table.baseAddress, UInt32(table.count))
      }
      return burnish_make_profile(chromaticities, tones, isGray ? 1 : 0, codePoints, &result)
    }
    defer { free(result.bytes) }
    guard status == BURNISH_CODEC_OK else {
      throw Failure(
        .cannotCreate, path,
        found: "the image's chromaticities and gamma, of which no color profile can be made",
        wanted: ".png, which holds them as they are")
    }
    return Array(UnsafeBufferPointer(start: result.bytes, count: result.count))
  }
}

extension ColorDescription {
  /// The meaning of sRGB, or of gamma and chromaticities, or `nil` if all are missing.
  var meaning: ColorMeaning? {
    let standard = ColorMeaning.sRGBChromaticities
    if renderingIntent != nil { return ColorMeaning(chromaticities: standard, curve: .sRGB) }
    guard gamma != nil || chromaticities != nil else { return nil }
    return ColorMeaning(
      chromaticities: chromaticities?.map { Double($0) / 100_000 } ?? standard,
      curve: gamma.map { .gamma(100_000 / Double($0)) } ?? .sRGB)
  }

  /// The meaning of the code points.
  ///
  /// `nil` if they are missing, or do not suit RGB or gray images of full range.
  var meaningOfCodePoints: ColorMeaning? {
    guard let codePoints, codePoints[2] == 0, codePoints[3] == 1,
      let chromaticities = Self.chromaticities(ofPrimaries: codePoints[0]),
      let curve = Self.curve(ofTransfer: codePoints[1])
    else { return nil }
    return ColorMeaning(chromaticities: chromaticities, curve: curve, codePoints: codePoints)
  }

  /// ITU-T H.273, table 2: white, red, green, and blue.
  private static func chromaticities(ofPrimaries number: UInt8) -> [Double]? {
    let d65 = [0.3127, 0.329]
    return switch number {
    case 1: ColorMeaning.sRGBChromaticities
    case 4: [0.31, 0.316, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08]
    case 5: d65 + [0.64, 0.33, 0.29, 0.6, 0.15, 0.06]
    case 6, 7: d65 + [0.63, 0.34, 0.31, 0.595, 0.155, 0.07]
    case 9: d65 + [0.708, 0.292, 0.17, 0.797, 0.131, 0.046]
    case 11: [0.314, 0.351, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06]
    case 12: d65 + [0.68, 0.32, 0.265, 0.69, 0.15, 0.06]
    case 22: d65 + [0.63, 0.34, 0.295, 0.605, 0.155, 0.077]
    default: nil
    }
  }

  /// ITU-T H.273, table 3, from samples to light.
  private static func curve(ofTransfer number: UInt8) -> ColorMeaning.Curve? {
    switch number {
    case 1, 6, 14, 15: .linearStart(gamma: 1 / 0.45, offset: 0.099, slope: 4.5, end: 0.081)
    case 4: .gamma(2.2)
    case 5: .gamma(2.8)
    case 8: .gamma(1)
    case 13: .sRGB
    case 16: .sampled(perceptualQuantizer)
    case 18: .sampled(hybridLogGamma)
    default: nil
    }
  }

  /// SMPTE ST 2084, as a share of 10000 candelas per square meter.
  private static func perceptualQuantizer(_ sample: Double) -> Double {
    let root = pow(sample, 32 / 2523)
    return pow(max(0, root - 107 / 128) / (2413 / 128 - 2392 / 128 * root), 8192 / 1305)
  }

  /// ARIB STD-B67: light of the scene as a share of the maximum.
  private static func hybridLogGamma(_ sample: Double) -> Double {
    let (a, b, c) = (0.17883277, 0.28466892, 0.55991073)
    return sample <= 0.5 ? sample * sample / 3 : (exp((sample - c) / a) + b) / 12
  }
}
