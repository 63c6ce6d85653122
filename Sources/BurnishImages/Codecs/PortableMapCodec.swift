import BurnishTensors

/// Portable gray and pixel maps: PGM (P2, P5) and PPM (P3, P6), as text or binary, of 1 to 16 bits.
///
/// Described in the manual pages pgm(5) and ppm(5) of Netpbm. Written binary.
enum PortableMapCodec {
  static func decode(_ bytes: [UInt8], from path: String) throws(Failure) -> RawPicture {
    let isText = bytes[1] == UInt8(ascii: "2") || bytes[1] == UInt8(ascii: "3")
    let channels = bytes[1] == UInt8(ascii: "2") || bytes[1] == UInt8(ascii: "5") ? 1 : 3
    var header = PortableHeader(bytes)
    guard let width = header.number(), let height = header.number(), let maximum = header.number()
    else {
      throw Failure(
        .badData, path, found: "a PGM/PPM header without three numbers",
        wanted: "width, height and largest sample")
    }
    try ImageLimits.check(width, height, path)
    guard (1...65535).contains(maximum) else {
      throw Failure(
        .badData, path, found: "a PGM/PPM header with \(maximum) as the largest sample",
        wanted: "1 to 65535")
    }
    let count = width * height * channels
    // As text, a sample takes a digit and a space at least.
    let sampleBytes = maximum > 255 ? 2 : 1
    let needed = isText ? 2 * count - 1 : sampleBytes * count
    guard isText || header.skipOneSpace(), bytes.count - header.position >= needed else {
      throw Failure(
        .badData, path,
        found: "\(bytes.count - header.position) bytes of samples: the file is truncated",
        wanted: "\(isText ? "at least " : "")\(needed) bytes for \(width)x\(height)")
    }
    let wide =
      isText
      ? try text(&header, count: count, path)
      : binary(bytes, from: header.position, count: count, sampleBytes)
    if let index = wide.firstIndex(where: { $0 > maximum }) {
      throw Failure(
        .badData, path, found: "a sample of \(wide[index])",
        wanted: "at most \(maximum), as the header says")
    }
    return RawPicture(
      width: width, height: height, channels: channels,
      samples: maximum > 255 ? .uint16(wide) : .uint8(wide.map { UInt8($0) }), maximum: maximum)
  }

  private static func text(
    _ header: inout PortableHeader, count: Int, _ path: String
  ) throws(Failure) -> [UInt16] {
    var samples: [UInt16] = []
    samples.reserveCapacity(count)
    for index in 0..<count {
      guard let value = header.number(), let sample = UInt16(exactly: value) else {
        throw Failure(
          .badData, path, found: "sample \(index) of \(count) is missing or no number up to 65535",
          wanted: "\(count) numbers")
      }
      samples.append(sample)
    }
    return samples
  }

  /// Two bytes are big-endian.
  private static func binary(
    _ bytes: [UInt8], from start: Int, count: Int, _ sampleBytes: Int
  ) -> [UInt16] {
    bytes.withUnsafeBufferPointer { bytes in
      let source = bytes.baseAddress! + start
      return [UInt16](unsafeUninitializedCapacity: count) { result, initialized in
        for index in 0..<count {
          result[index] =
            sampleBytes == 1
            ? UInt16(source[index])
            : UInt16(source[2 &* index]) << 8 | UInt16(source[2 &* index &+ 1])
        }
        initialized = count
      }
    }
  }

  static func encode(_ picture: RawPicture) -> [UInt8] {
    let kind = picture.channels == 1 ? "P5" : "P6"
    func header(_ maximum: Int) -> [UInt8] {
      Array("\(kind)\n\(picture.width) \(picture.height)\n\(maximum)\n".utf8)
    }
    switch picture.samples {
    case .uint8(let samples): return header(255) + samples
    case .uint16(let samples):
      return header(65535) + samples.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    case .float32: preconditionFailure("portable maps hold no floating-point samples")
    }
  }
}
