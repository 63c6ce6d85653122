import BurnishCore
import CImageCodecs

/// JPEG of 8 bits, gray, in color, or in inks, which come out in RGB; the EXIF orientation is applied on reading.
enum JPEGCodec {
  static func decode(
    _ bytes: [UInt8], from path: String, pixels: Int
  ) throws(Failure) -> RawPicture {
    let segments = JPEGSegments(of: bytes)
    var picture = try SystemCodec.decode(
      bytes, from: path, pixels: pixels, by: burnish_decode_jpeg)
    if let others = segments.otherPictures { picture.remarks.append(others) }
    return picture.oriented(segments.orientation)
  }

  static func encode(
    _ picture: RawPicture, quality: Int, to path: String
  ) throws(Failure) -> [UInt8] {
    let profile = try picture.profileForOthers(path)
    return try SystemCodec.encode(picture, to: path, profile: profile) {
      samples, _, profile, result in
      burnish_encode_jpeg(
        samples, UInt32(picture.width), UInt32(picture.height), UInt32(picture.channels),
        Int32(quality), profile, result)
    }
  }
}
