import BurnishCore
import CImageCodecs

/// TIFF: gray, palettes, RGB, YCbCr, CMYK and L*a*b*, with 1 to 32 bits or floating point, and extra bands.
///
/// Reads the first full image of a file, in any layout and compression that libtiff knows, and turns it upright.
/// Converts CMYK and L*a*b* to sRGB. Writes deflated gray or RGB with 8 or 16 bits or 32-bit floating point.
enum TIFFCodec: ImageCodec {
  /// Offsets have 32 bits; some room is left for what describes the image. Files of others may have 64.
  static let format = ImageFormat(
    "TIFF", endings: ["tif", "tiff"], samples: [.uint8, .uint16, .float32], alpha: true,
    bands: true,
    maximumBytes: 1 << 32 - 1 << 20,
    signature: { start in
      [[0x49, 0x49, 42, 0], [0x4D, 0x4D, 0, 42], [0x49, 0x49, 43, 0], [0x4D, 0x4D, 0, 43]]
        .contains { start.starts(with: $0) }
    })

  static func decode(
    _ bytes: [UInt8], from path: String, limits: ImageLimits
  ) throws(Failure) -> RawImage {
    let choice = try TIFFImageChoice(bytes, from: path)
    let directory = UInt64(choice?.page.offset ?? 0)
    var image = try SystemCodec.decode(bytes, from: path, limits: limits) {
      burnish_decode_tiff($0, $1, $2, directory, $3)
    }
    if let choice, image.sampleFormat == .float32 {
      // The samples are whole numbers if the tag is missing, or specifies unsigned or signed integers.
      let kind = choice.file.numbers(.sampleFormat, of: choice.page).first ?? 1
      image.holdsWholeNumbers = kind == 1 || kind == 2
      image.noData = choice.noData.flatMap { Float($0) }
    }
    if let remark = choice?.remark { image.remarks.append(remark) }
    return image.oriented(choice?.orientation ?? 1)
  }

  static func encode(
    _ image: RawImage, quality: Int, to path: String
  ) throws(Failure) -> [UInt8] {
    let profile = try image.profileForOthers(path)
    return try SystemCodec.encode(image, to: path, profile: profile) {
      samples, type, profile, result in
      burnish_encode_tiff(
        samples, UInt32(image.width), UInt32(image.height), UInt32(image.channels),
        UInt32(image.colors), image.hasAlpha ? 1 : 0, type, profile, result)
    }
  }
}
