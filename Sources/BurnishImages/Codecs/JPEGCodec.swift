import BurnishCore
import CImageCodecs

/// JPEG with 8 bits: gray, color, or inks, which are converted to RGB. Reading applies the EXIF orientation.
enum JPEGCodec: ImageCodec {
  /// libjpeg-turbo leaves a little of the format's 65535 rows and columns.
  static let format = ImageFormat(
    "JPEG", endings: ["jpg", "jpeg"], samples: [.uint8], isLossy: true, maximumSide: 65_500,
    signature: { $0.starts(with: [0xFF, 0xD8]) })

  static func decode(
    _ bytes: [UInt8], from path: String, limits: ImageLimits
  ) throws(Failure) -> RawImage {
    let segments = JPEGSegments(of: bytes)
    var image = try SystemCodec.decode(
      bytes, from: path, limits: limits, by: burnish_decode_jpeg)
    if let others = segments.otherImages { image.remarks.append(others) }
    return image.oriented(segments.orientation)
  }

  static func encode(
    _ image: RawImage, quality: Int, to path: String
  ) throws(Failure) -> [UInt8] {
    let profile = try image.profileForOthers(path)
    return try SystemCodec.encode(image, to: path, profile: profile) {
      samples, _, profile, result in
      burnish_encode_jpeg(
        samples, UInt32(image.width), UInt32(image.height), UInt32(image.channels),
        Int32(quality), profile, result)
    }
  }
}
