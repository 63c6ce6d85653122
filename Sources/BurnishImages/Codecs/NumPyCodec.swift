import BurnishCore

/// NumPy's `.npy`.
///
/// Reads arrays `[H, W]`, `[H, W, C]` or `[C, H, W]` with C in 1...4. If the last extent is in 1...4, it counts the
/// channels, otherwise the first one does. Leading extents of 1 in longer arrays, such as a batch `[1, C, H, W]`,
/// are dropped. In such arrays the first remaining extent is preferred as the channels.
///
/// Two channels are gray and alpha; four are RGB and alpha. Both memory orders and byte orders are read. `uint8` and
/// `uint16` are images of 8 and 16 bits, whose largest number reads as 1. All other numbers (floating point, other
/// integers, Booleans) are read unchanged. Arrays are written as `[H, W]` or `[H, W, C]`.
enum NumPyCodec: ImageCodec {
  static let format = ImageFormat(
    ".npy", endings: ["npy"], samples: [.uint8, .uint16, .float32], alpha: true,
    signature: { $0.starts(with: [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) })

  static func decode(
    _ bytes: [UInt8], from path: String, limits: ImageLimits
  ) throws(Failure) -> RawImage {
    try decode(bytes, from: path) { header, path throws(Failure) in
      try Layout.ofImage(header, path, limits)
    }
  }

  /// Decodes an array `[C, H, W]` of any number of channels, without scaling.
  static func decodePlanes(_ bytes: [UInt8], from path: String) throws(Failure) -> RawImage {
    try decode(bytes, from: path, layout: Layout.ofPlanes)
  }

  /// Decodes an array of one channel, `[H, W]`, `[1, H, W]` or `[H, W, 1]`, of any extents. Other arrays decode as
  /// images.
  static func decodePlane(
    _ bytes: [UInt8], from path: String, limits: ImageLimits
  ) throws(Failure) -> RawImage {
    try decode(bytes, from: path) { header, path throws(Failure) in
      try Layout.ofPlane(header, path, limits)
    }
  }

  /// Decodes an array of motion, `[H, W, 2]` or `[2, H, W]`, as two channels.
  static func decodeFlow(_ bytes: [UInt8], from path: String) throws(Failure) -> RawImage {
    try decode(bytes, from: path, layout: Layout.ofFlow)
  }

  /// The extents of an array.
  static func shape(_ bytes: [UInt8], from path: String) throws(Failure) -> [Int] {
    let (header, problem) = NumPyHeader.parse(bytes)
    guard let header else {
      throw Failure(.badData, path, found: problem, wanted: "a .npy file of plain numbers")
    }
    return header.withoutBatchAxis.shape
  }

  private static func decode(
    _ bytes: [UInt8], from path: String,
    layout: (NumPyHeader, _ path: String) throws(Failure) -> Layout
  ) throws(Failure) -> RawImage {
    let (parsed, problem) = NumPyHeader.parse(bytes)
    guard let header = parsed else {
      throw Failure(
        .badData, path, found: problem, wanted: "a .npy file of plain numbers, version 1 to 3")
    }
    let layout = try layout(header, path)
    let type = header.type.hasPrefix(">") ? String(header.type.dropFirst()) : header.type
    let isBigEndian = header.type.hasPrefix(">")
    let kind = String(type.drop { "<|=".contains($0) })
    guard let size = Int(kind.dropFirst()), let reader = reader(kind) else {
      throw Failure(
        .badData, path, found: "an array of type '\(printable(header.type))'",
        wanted: "integers, or floating point of 16, 32 or 64 bits")
    }
    let count = layout.width * layout.height * layout.channels
    let present = bytes.count - header.end
    guard present / size >= count else {
      throw Failure(
        .badData, path, found: "\(present) bytes of samples: the file is truncated",
        wanted: "\(count * size) bytes for an array of \(header.shape)")
    }
    return bytes.withUnsafeBytes { raw in
      let samples = UnsafeRawBufferPointer(rebasing: raw[header.end...])
      var image = RawImage(
        width: layout.width, height: layout.height, channels: layout.channels,
        samples: reader(samples, isBigEndian, layout))
      image.holdsWholeNumbers =
        ["i", "u"].contains(kind.first) && image.sampleFormat == .float32
      return image
    }
  }

  static func encode(_ image: RawImage, quality: Int, to path: String) -> [UInt8] {
    let type =
      switch image.samples {
      case .uint8: "|u1"
      case .uint16: "<u2"
      case .float32: "<f4"
      }
    let channels = image.channels > 1 ? [image.channels] : []
    var bytes = header(type: type, shape: [image.height, image.width] + channels)
    switch image.samples {
    case .uint8(let samples): bytes += samples
    case .uint16(let samples):
      samples.map(\.littleEndian).withUnsafeBytes { bytes.append(contentsOf: $0) }
    case .float32(let samples):
      samples.map(\.bitPattern.littleEndian).withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  /// The bytes before the samples of an array, in format version 1 and C order.
  static func header(type: String, shape: [Int]) -> [UInt8] {
    let extents = shape.map(String.init).joined(separator: ", ")
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(extents)), }"
    // Samples begin at a multiple of 64, after a line feed.
    let bare = 10 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - bare % 64) % 64) + "\n"
    let length = header.utf8.count
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 255), UInt8(length >> 8)]
      + Array(header.utf8)
  }

  /// Text from a file, fit for one line of a message.
  private static func printable(_ text: String) -> String {
    String(
      text.unicodeScalars.prefix(20).map { (32...126).contains($0.value) ? Character($0) : "?" })
  }
}

extension NumPyCodec {
  /// The position of a sample by row, column and channel.
  private struct Layout {
    let height: Int
    let width: Int
    let channels: Int
    private let rowStride: Int
    private let columnStride: Int
    private let channelStride: Int

    /// The axes of rows, columns and channels.
    private typealias Places = (row: Int, column: Int, channel: Int?)

    static func ofImage(
      _ header: NumPyHeader, _ path: String, _ limits: ImageLimits
    ) throws(Failure) -> Layout {
      let shape = header.shape
      // The first axis after a batch of one.
      let leading = shape.prefix { $0 == 1 }.count
      let first = shape.count > 3 && leading >= shape.count - 3 ? shape.count - 3 : 0
      let extents = shape[first...]
      let isBatch = first > 0
      let hasLast = extents.count == 3 && (1...4).contains(extents.last!)
      let hasFirst = extents.count == 3 && (1...4).contains(extents.first!)
      let places: Places
      if extents.count == 2 {
        places = (0, 1, nil)
      } else if hasFirst && (isBatch || !hasLast) {
        places = (first + 1, first + 2, first)
      } else if hasLast {
        places = (first, first + 1, first + 2)
      } else {
        throw Failure(
          .badData, path, found: "an array of \(shape)",
          wanted: "one image: [H, W], [H, W, C] or [C, H, W] with C in 1...4, behind extents of 1"
        )
      }
      return try Layout(header, places, path, limits)
    }

    static func ofPlanes(_ header: NumPyHeader, _ path: String) throws(Failure) -> Layout {
      let header = header.withoutBatchAxis
      guard header.shape.count == 3, (1...maximumChannelCount).contains(header.shape[0]) else {
        throw Failure(
          .badData, path, found: "an array of \(header.shape)",
          wanted: "an array of [C, H, W] with C in 1...\(maximumChannelCount)")
      }
      return try Layout(header, (1, 2, 0), path)
    }

    static func ofPlane(
      _ header: NumPyHeader, _ path: String, _ limits: ImageLimits
    ) throws(Failure) -> Layout {
      let plane = header.withoutBatchAxis
      guard plane.shape.count == 3, plane.shape[0] == 1, plane.shape[2] > 1 else {
        return try ofImage(header, path, limits)
      }
      return try Layout(plane, (1, 2, 0), path, limits)
    }

    static func ofFlow(_ header: NumPyHeader, _ path: String) throws(Failure) -> Layout {
      let header = header.withoutBatchAxis
      let shape = header.shape
      guard shape.count == 3, shape[2] == 2 || shape[0] == 2 else {
        throw Failure(
          .badData, path, found: "an array of \(shape)",
          wanted: "motion in an array of [H, W, 2] or [2, H, W]")
      }
      return try Layout(header, shape[2] == 2 ? (0, 1, 2) : (1, 2, 0), path)
    }

    /// More channels than any network has classes. Products of extents stay far from overflow.
    private static let maximumChannelCount = 1 << 16

    private init(
      _ header: NumPyHeader, _ places: Places, _ path: String, _ limits: ImageLimits = .default
    ) throws(Failure) {
      let shape = header.shape
      try limits.check(shape[places.column], shape[places.row], path)
      var strides = [Int](repeating: 1, count: shape.count)
      if header.isFortranOrder {
        for axis in 1..<shape.count { strides[axis] = strides[axis - 1] * shape[axis - 1] }
      } else {
        for axis in (0..<shape.count - 1).reversed() {
          strides[axis] = strides[axis + 1] * shape[axis + 1]
        }
      }
      (height, width) = (shape[places.row], shape[places.column])
      channels = places.channel.map { shape[$0] } ?? 1
      (rowStride, columnStride) = (strides[places.row], strides[places.column])
      channelStride = places.channel.map { strides[$0] } ?? 1
    }

    func gather<Sample>(_ sample: (Int) -> Sample) -> [Sample] {
      Array(unsafeUninitializedCapacity: height * width * channels) { result, count in
        for row in 0..<height {
          for column in 0..<width {
            for channel in 0..<channels {
              let place = row * rowStride + column * columnStride + channel * channelStride
              (result.baseAddress! + count).initialize(to: sample(place))
              count += 1
            }
          }
        }
      }
    }
  }

  private typealias Reader = (UnsafeRawBufferPointer, Bool, Layout) -> RawImage.Samples

  private static func reader(_ kind: String) -> Reader? {
    switch kind {
    case "u1": { bytes, _, layout in .uint8(layout.gather { bytes[$0] }) }
    case "u2":
      { bytes, swap, layout in
        .uint16(layout.gather { integer(bytes, $0, swap, UInt16.self) })
      }
    case "b1": numbers(UInt8.self) { $0 == 0 ? 0 : 1 }
    case "i1": numbers(Int8.self) { Float($0) }
    case "i2": numbers(Int16.self) { Float($0) }
    case "i4": numbers(Int32.self) { Float($0) }
    case "i8": numbers(Int64.self) { Float($0) }
    case "u4": numbers(UInt32.self) { Float($0) }
    case "u8": numbers(UInt64.self) { Float($0) }
    case "f2": numbers(UInt16.self) { halfPrecision($0) }
    case "f4": numbers(UInt32.self) { Float(bitPattern: $0) }
    case "f8": numbers(UInt64.self) { Float(Double(bitPattern: $0)) }
    default: nil
    }
  }

  private static func numbers<Stored: FixedWidthInteger>(
    _ stored: Stored.Type, _ convert: @escaping (Stored) -> Float
  ) -> Reader {
    { bytes, swap, layout in
      .float32(layout.gather { convert(integer(bytes, $0, swap, stored)) })
    }
  }

  @inline(__always)
  private static func integer<Stored: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, _ index: Int, _ isBigEndian: Bool, _: Stored.Type
  ) -> Stored {
    let value = bytes.loadUnaligned(
      fromByteOffset: index * MemoryLayout<Stored>.size, as: Stored.self)
    return isBigEndian ? Stored(bigEndian: value) : Stored(littleEndian: value)
  }
}

/// Converts IEEE 754 half precision. (Some of Swift's platforms lack `Float16`.)
func halfPrecision(_ bits: UInt16) -> Float {
  let sign: Float = bits & 0x8000 == 0 ? 1 : -1
  let (exponent, fraction) = (Int(bits >> 10 & 31), Float(bits & 1023))
  switch exponent {
  case 0: return sign * fraction * 0x1p-24
  case 31: return fraction == 0 ? sign * .infinity : .nan
  default:
    return sign * Float(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
  }
}
