import BurnishCore
import CImageCodecs

/// PNG of 1 to 16 bits, gray, palette or RGB, with or without alpha, turned upright; written with 8 or 16 bits.
enum PNGCodec {
  static func decode(
    _ bytes: [UInt8], from path: String, pixels: Int = ImageLimits.pixels
  ) throws(Failure) -> RawPicture {
    let chunks = PNGChunks(bytes)
    var picture = try SystemCodec.decode(
      chunks.picture, from: path, pixels: pixels, by: burnish_decode_png)
    if !chunks.description.isEmpty { picture.colorDescription = chunks.description }
    if chunks.frameCount > 1 {
      picture.remarks.append(
        "the file is an animation of \(chunks.frameCount) frames; its still picture is taken")
    }
    return picture.oriented(chunks.orientation)
  }

  static func encode(_ picture: RawPicture, to path: String) throws(Failure) -> [UInt8] {
    let bytes = try SystemCodec.encode(picture, to: path, profile: picture.colorProfile) {
      samples, type, profile, result in
      burnish_encode_png(
        samples, UInt32(picture.width), UInt32(picture.height), UInt32(picture.channels), type,
        profile, result)
    }
    guard let chunks = picture.colorDescription?.chunks, !chunks.isEmpty else { return bytes }
    return PNGChunks.inserting(chunks, into: bytes)
  }
}
