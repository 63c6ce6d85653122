import BurnishTensors
import CImageCodecs

/// JPEG, gray or colour; the EXIF orientation is applied on reading.
enum JPEGCodec {
  static func decode(_ bytes: [UInt8], from path: String) throws(Failure) -> RawPicture {
    let picture = try SystemCodec.decode(bytes, from: path, by: burnish_decode_jpeg).picture
    return picture.oriented(JPEGOrientation.orientation(of: bytes))
  }

  static func encode(
    _ picture: RawPicture, quality: Int, to path: String
  ) throws(Failure) -> [UInt8] {
    try SystemCodec.encode(picture, to: path) { samples, _, profile, result in
      burnish_encode_jpeg(
        samples, UInt32(picture.width), UInt32(picture.height), UInt32(picture.channels),
        Int32(quality), profile, result)
    }
  }
}
