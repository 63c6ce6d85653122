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
    // JPEG's own limit, which libjpeg would state as a damaged file.
    guard max(picture.width, picture.height) <= 65500 else {
      throw Failure(
        .cannotCreate, path, found: "a picture of \(picture.width)x\(picture.height)",
        wanted: "at most 65500 pixels in a row or column of a JPEG file")
    }
    return try SystemCodec.encode(picture, to: path) { samples, _, profile, result in
      burnish_encode_jpeg(
        samples, UInt32(picture.width), UInt32(picture.height), UInt32(picture.channels),
        Int32(quality), profile, result)
    }
  }
}
