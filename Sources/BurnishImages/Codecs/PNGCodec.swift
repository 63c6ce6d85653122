import BurnishCore
import CImageCodecs

/// PNG with 1 to 16 bits, gray, palette or RGB, with or without alpha. Reading turns images upright; writing uses 8
/// or 16 bits.
enum PNGCodec: ImageCodec {
  static let format = ImageFormat(
    "PNG", endings: ["png"], samples: [.uint8, .uint16], alpha: true,
    signature: { $0.starts(with: [0x89, 0x50, 0x4E, 0x47]) })

  static func decode(
    _ bytes: [UInt8], from path: String, limits: ImageLimits = .default
  ) throws(Failure) -> RawImage {
    let chunks = PNGChunks(bytes)
    var image = try SystemCodec.decode(
      chunks.image, from: path, limits: limits, by: burnish_decode_png)
    if !chunks.description.isEmpty { image.colorDescription = chunks.description }
    if chunks.frameCount > 1 {
      image.remarks.append(
        "the file is an animation of \(chunks.frameCount) frames; its still image is taken")
    }
    return image.oriented(chunks.orientation)
  }

  static func encode(
    _ image: RawImage, quality: Int, to path: String
  ) throws(Failure) -> [UInt8] {
    let bytes = try SystemCodec.encode(image, to: path, profile: image.colorProfile) {
      samples, type, profile, result in
      burnish_encode_png(
        samples, UInt32(image.width), UInt32(image.height), UInt32(image.channels), type,
        profile, result)
    }
    guard let chunks = image.colorDescription?.chunks, !chunks.isEmpty else { return bytes }
    return PNGChunks.inserting(chunks, into: bytes)
  }
}
