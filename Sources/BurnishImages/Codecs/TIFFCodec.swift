import BurnishTensors
import CImageCodecs

/// TIFF: 8 and 16-bit integers and 32-bit floating point, gray or RGB, with or without alpha.
///
/// Read in any layout and compression, the first picture of a file, turned upright; written
/// deflated.
enum TIFFCodec {
  static func decode(_ bytes: [UInt8], from path: String) throws(Failure) -> RawPicture {
    let (picture, orientation) = try SystemCodec.decode(
      bytes, from: path, by: burnish_decode_tiff)
    return picture.oriented(orientation)
  }

  static func encode(_ picture: RawPicture, to path: String) throws(Failure) -> [UInt8] {
    try SystemCodec.encode(picture, to: path) { samples, type, profile, result in
      burnish_encode_tiff(
        samples, UInt32(picture.width), UInt32(picture.height), UInt32(picture.channels), type,
        profile, result)
    }
  }
}
