import BurnishCore
import CImageCodecs

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The colors that stand for the numbers of an image.
public struct ColorPalette: Sendable, Hashable {
  /// Red, green, blue, and opacity of each number, counted from 0. There are at most 256 colors.
  public let colors: [SIMD4<UInt8>]

  public init(colors: [SIMD4<UInt8>]) {
    require((1...256).contains(colors.count), "\(colors.count) colors are no palette")
    self.colors = colors
  }

  /// Whether all colors are gray, so that they are levels.
  var isGray: Bool { colors.allSatisfy { $0.x == $0.y && $0.y == $0.z } }
}

/// PNG with a palette, as numbers instead of colors.
extension PNGCodec {
  /// - Returns: `nil` for a PNG without a palette.
  static func decodeNumbers(
    _ bytes: [UInt8], from path: String
  ) throws(Failure) -> (image: RawImage, palette: ColorPalette)? {
    var palette = burnish_palette()
    var hasNumbers = false
    let chunks = PNGChunks(bytes)
    let decoded = try? SystemCodec.decode(
      chunks.image, from: path, limits: .default
    ) { bytes, count, limits, image in
      let status = burnish_decode_png_numbers(bytes, count, limits, image, &palette)
      hasNumbers = palette.count > 0
      return status
    }
    guard hasNumbers else { return nil }
    guard let decoded else {
      // Decoding the colors reports what is wrong.
      _ = try decode(bytes, from: path, limits: .default)
      throw Failure(
        .badData, path, found: "numbers that the PNG's palette has no color for",
        wanted: "a complete, undamaged file")
    }
    let colors = withUnsafeBytes(of: palette.colors) { bytes in
      (0..<Int(palette.count)).map { index in
        SIMD4(bytes[4 * index], bytes[4 * index + 1], bytes[4 * index + 2], bytes[4 * index + 3])
      }
    }
    return (decoded.oriented(chunks.orientation), ColorPalette(colors: colors))
  }

  static func encodeNumbers(
    _ numbers: [UInt8], width: Int, height: Int, palette: ColorPalette, to path: String
  ) throws(Failure) -> [UInt8] {
    var stored = burnish_palette()
    stored.count = UInt32(palette.colors.count)
    withUnsafeMutableBytes(of: &stored.colors) { bytes in
      for (index, color) in palette.colors.enumerated() {
        for channel in 0..<4 { bytes[4 * index + channel] = color[channel] }
      }
    }
    let image = RawImage(width: width, height: height, channels: 1, samples: .uint8(numbers))
    return try SystemCodec.encode(image, to: path, profile: nil) { samples, _, _, result in
      burnish_encode_png_numbers(
        samples?.assumingMemoryBound(to: UInt8.self), UInt32(width), UInt32(height), &stored, result
      )
    }
  }
}
