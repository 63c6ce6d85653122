import BurnishCore

/// Portable float maps, PFM: gray (Pf) or RGB (PF), rows from the bottom up, either byte order.
///
/// https://www.pauldebevec.com/Research/HDR/PFM/ describes the format. The magnitude of the header's scale is a unit
/// on which programs disagree, so samples are read unchanged. Files are written little-endian.
enum PortableFloatMapCodec: ImageCodec {
  static let format = ImageFormat(
    "PFM", endings: ["pfm"], samples: [.float32],
    signature: { start in
      PortableHeader.kind(start).map { [UInt8(ascii: "f"), UInt8(ascii: "F")].contains($0) }
        ?? false
    })

  static func decode(
    _ bytes: [UInt8], from path: String, limits: ImageLimits
  ) throws(Failure) -> RawImage {
    let channels = bytes[1] == UInt8(ascii: "F") ? 3 : 1
    var header = PortableHeader(bytes)
    guard let width = header.number(), let height = header.number(),
      let scale = Float(header.word()), scale != 0, scale.isFinite
    else {
      throw Failure(
        .badData, path, found: "a PFM header without three numbers",
        wanted: "width, height and a scale other than 0")
    }
    try limits.check(width, height, path)
    let count = width * height * channels
    guard header.skipOneSpace(), bytes.count - header.position >= 4 * count else {
      throw Failure(
        .badData, path,
        found: "\(bytes.count - header.position) bytes of samples: the file is truncated",
        wanted: "\(4 * count) bytes for \(width)x\(height)")
    }
    let rowCount = width * channels
    let samples = bytes.withUnsafeBytes { raw in
      [Float](unsafeUninitializedCapacity: count) { result, initialized in
        for row in 0..<height {
          let start = header.position + (height - 1 - row) * rowCount * 4
          for index in 0..<rowCount {
            let bits = raw.loadUnaligned(fromByteOffset: start + 4 * index, as: UInt32.self)
            result[row * rowCount + index] =
              Float(bitPattern: scale < 0 ? UInt32(littleEndian: bits) : UInt32(bigEndian: bits))
          }
        }
        initialized = count
      }
    }
    return RawImage(
      width: width, height: height, channels: channels, samples: .float32(samples))
  }

  static func encode(_ image: RawImage, quality: Int, to path: String) -> [UInt8] {
    guard case .float32(let samples) = image.samples else {
      fatalError("portable float maps hold floating-point samples")
    }
    let kind = image.channels == 1 ? "Pf" : "PF"
    var bytes = Array("\(kind)\n\(image.width) \(image.height)\n-1.0\n".utf8)
    bytes.reserveCapacity(bytes.count + 4 * samples.count)
    let rowCount = image.width * image.channels
    for row in (0..<image.height).reversed() {
      let line = samples[row * rowCount..<(row + 1) * rowCount]
      line.map(\.bitPattern.littleEndian).withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    return bytes
  }
}
