import BurnishTensors
import CImageCodecs

/// PNG of 1 to 16 bits, gray, palette or RGB, with or without alpha; written with 8 or 16 bits.
enum PNGCodec {
  static func decode(_ bytes: [UInt8], from path: String) throws(Failure) -> RawPicture {
    try SystemCodec.decode(bytes, from: path, by: burnish_decode_png).picture
  }

  static func encode(_ picture: RawPicture, to path: String) throws(Failure) -> [UInt8] {
    try SystemCodec.encode(picture, to: path) { samples, type, profile, result in
      burnish_encode_png(
        samples, UInt32(picture.width), UInt32(picture.height), UInt32(picture.channels), type,
        profile, result)
    }
  }
}
