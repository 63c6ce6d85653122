import BurnishCore

/// Portable bit, gray and pixel maps: PBM (P1, P4), PGM (P2, P5) and PPM (P3, P6), as text or binary, with 1 to 16
/// bits.
///
/// Netpbm's manual pages pbm(5), pgm(5) and ppm(5) describe them. Only binary PGM and PPM are written.
enum PortableMapCodec: ImageCodec {
  static let format = ImageFormat(
    "PGM/PPM", kinds: ["PBM", "PGM", "PPM"], endings: ["pgm", "ppm", "pnm"], colorEnding: "ppm",
    samples: [.uint8, .uint16],
    signature: { start in
      PortableHeader.kind(start).map { (UInt8(ascii: "1")...UInt8(ascii: "6")).contains($0) }
        ?? false
    })

  static func decode(
    _ bytes: [UInt8], from path: String, limits: ImageLimits
  ) throws(Failure) -> RawImage {
    if bytes[1] == UInt8(ascii: "1") || bytes[1] == UInt8(ascii: "4") {
      return try decodeBits(bytes, from: path, limits: limits)
    }
    let isText = bytes[1] == UInt8(ascii: "2") || bytes[1] == UInt8(ascii: "3")
    let channels = bytes[1] == UInt8(ascii: "2") || bytes[1] == UInt8(ascii: "5") ? 1 : 3
    var header = PortableHeader(bytes)
    guard let width = header.number(), let height = header.number(), let maximum = header.number()
    else {
      throw Failure(
        .badData, path, found: "a PGM/PPM header without three numbers",
        wanted: "width, height and largest sample")
    }
    try limits.check(width, height, path)
    guard (1...65535).contains(maximum) else {
      throw Failure(
        .badData, path, found: "a PGM/PPM header with \(maximum) as the largest sample",
        wanted: "1 to 65535")
    }
    let count = width * height * channels
    // As text, a sample takes at least a digit and a space.
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
    return RawImage(
      width: width, height: height, channels: channels,
      samples: maximum > 255 ? .uint16(wide) : .uint8(wide.map { UInt8($0) }), maximum: maximum)
  }

  /// Decodes a bit map, in which 1 is black. Text may lack spaces; binary data has 8 pixels per byte.
  private static func decodeBits(
    _ bytes: [UInt8], from path: String, limits: ImageLimits
  ) throws(Failure) -> RawImage {
    let isText = bytes[1] == UInt8(ascii: "1")
    var header = PortableHeader(bytes)
    guard let width = header.number(), let height = header.number() else {
      throw Failure(
        .badData, path, found: "a PBM header without two numbers", wanted: "width and height")
    }
    try limits.check(width, height, path)
    let (count, stride) = (width * height, (width + 7) / 8)
    let needed = isText ? count : stride * height
    guard header.skipOneSpace(), bytes.count - header.position >= needed else {
      throw Failure(
        .badData, path,
        found: "\(bytes.count - header.position) bytes of samples: the file is truncated",
        wanted: "\(isText ? "at least " : "")\(needed) bytes for \(width)x\(height)")
    }
    let start = header.position
    var samples: [UInt8] = []
    samples.reserveCapacity(count)
    if isText {
      for byte in bytes[start...] where samples.count < count && !isPortableSpace(byte) {
        guard byte == UInt8(ascii: "0") || byte == UInt8(ascii: "1") else {
          throw Failure(
            .badData, path, found: "sample \(samples.count) of \(count) is neither 0 nor 1",
            wanted: "\(count) digits")
        }
        samples.append(byte == UInt8(ascii: "1") ? 0 : 255)
      }
      guard samples.count == count else {
        throw Failure(
          .badData, path, found: "\(counted(samples.count, "sample")): the file is truncated",
          wanted: "\(count) digits")
      }
    } else {
      for row in 0..<height {
        for column in 0..<width {
          let bit = bytes[start + row * stride + column / 8] >> UInt8(7 - column % 8) & 1
          samples.append(bit == 1 ? 0 : 255)
        }
      }
    }
    return RawImage(width: width, height: height, channels: 1, samples: .uint8(samples))
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
          wanted: counted(count, "number"))
      }
      samples.append(sample)
    }
    return samples
  }

  /// Reads binary samples. Samples of two bytes are big-endian.
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

  static func encode(_ image: RawImage, quality: Int, to path: String) -> [UInt8] {
    let kind = image.channels == 1 ? "P5" : "P6"
    func header(_ maximum: Int) -> [UInt8] {
      Array("\(kind)\n\(image.width) \(image.height)\n\(maximum)\n".utf8)
    }
    switch image.samples {
    case .uint8(let samples): return header(255) + samples
    case .uint16(let samples):
      return header(65535) + samples.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    case .float32: fatalError("portable maps hold no floating-point samples")
    }
  }
}
