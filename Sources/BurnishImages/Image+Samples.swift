import BurnishCore
import BurnishTensors

extension Image {
  /// An image of interleaved samples in memory: gray, gray and alpha, RGB, or RGB and alpha.
  ///
  /// Integers are scaled to 0...1, as if a file held them. Colors must not be multiplied by alpha.
  ///
  /// ```swift
  /// let photo = try Image(
  ///   width: 640, height: 480, channels: 4, bytesPerRow: 2560, interleaved: pixels.span.bytes,
  ///   format: .uint8)
  /// ```
  /// Swift 6.3.1 may crash while it compiles the span of an array without a name, such as the result of a call.
  /// - Parameters:
  ///   - width: in pixels.
  ///   - height: in pixels.
  ///   - channels: 1 to 4, alpha included; alpha comes last.
  ///   - bytesPerRow: from the start of a row to the start of the next one; by default rows are not padded.
  ///   - samples: rows from top to bottom. The last row needs no padding.
  ///   - format: the type of the samples, in the machine's byte order; also the format for writing.
  ///   - subject: the name in errors.
  /// - Throws: `Failure` of the kind `badData` if the sizes are not positive, `bytesPerRow` or the bytes are
  ///   too few, or floating-point samples hold NaN, infinities, or opacities outside 0...1.
  public init(
    width: Int, height: Int, channels: Int, bytesPerRow: Int? = nil,
    interleaved samples: RawSpan, format: SampleFormat, subject: String = "image"
  ) throws(Failure) {
    let rows = try StoredRows.checked(
      width: width, height: height, channels: channels, bytesPerRow: bytesPerRow, format: format,
      byteCount: samples.byteCount, subject)
    let raw = RawImage(
      width: width, height: height, channels: channels, samples: rows.samples(in: samples))
    self = try Self.image(of: raw, keepsBands: false, subject)
  }

  /// The samples as a file holds them: rows from top to bottom, not padded, with the channels of a pixel side
  /// by side and alpha last. ``bands`` are left out.
  ///
  /// Integer samples are clamped to 0...1 and rounded to the nearest level; NaN becomes 0.
  /// - Parameter format: the type of the samples, in the machine's byte order; by default ``sampleFormat``.
  public func interleaved(as format: SampleFormat? = nil) -> [UInt8] {
    RawImage(planes: samples, alpha: alpha, format: format ?? sampleFormat).samples.bytes
  }
}

/// The places of interleaved samples in memory.
struct StoredRows {
  let height: Int
  let bytesPerRow: Int
  /// The bytes of a row without its padding.
  let rowSize: Int
  let format: SampleFormat

  // Swift 6.3.1 miscompiles such functions if they are inlined into an initializer that throws.
  @inline(never)
  static func checked(
    width: Int, height: Int, channels: Int, bytesPerRow: Int?, format: SampleFormat,
    byteCount: Int, _ subject: String
  ) throws(Failure) -> StoredRows {
    guard width > 0, height > 0 else {
      throw Failure(
        .badData, subject, found: "a size of \(width)x\(height)", wanted: "at least 1x1 pixel")
    }
    guard (1...4).contains(channels) else {
      throw Failure(
        .badData, subject, found: counted(channels, "channel"),
        wanted: "1 to 4: gray or RGB, with or without alpha")
    }
    let (rowSize, overflows) = width.multipliedReportingOverflow(by: channels * format.byteCount)
    guard !overflows else {
      throw Failure(
        .badData, subject, found: "a size of \(width)x\(height)",
        wanted: "a size that fits in memory")
    }
    let bytesPerRow = bytesPerRow ?? rowSize
    guard bytesPerRow >= rowSize else {
      throw Failure(
        .badData, subject, found: "rows of \(counted(bytesPerRow, "byte"))",
        wanted: "at least \(rowSize) for \(width) pixels of \(counted(channels, "sample"))")
    }
    guard byteCount >= rowSize, (byteCount - rowSize) / bytesPerRow >= height - 1 else {
      let (before, overflows) = bytesPerRow.multipliedReportingOverflow(by: height - 1)
      let needed = before.addingReportingOverflow(rowSize)
      throw Failure(
        .badData, subject, found: "\(counted(byteCount, "byte")) of samples",
        wanted: overflows || needed.overflow
          ? "a size that fits in memory"
          : "\(needed.partialValue) for \(height) rows of \(bytesPerRow), the last without padding")
    }
    return StoredRows(height: height, bytesPerRow: bytesPerRow, rowSize: rowSize, format: format)
  }

  /// The samples without the rows' padding.
  func samples(in bytes: RawSpan) -> RawImage.Samples {
    bytes.withUnsafeBytes { bytes in
      switch format {
      case .uint8: .uint8(copy(bytes))
      case .uint16: .uint16(copy(bytes))
      case .float32: .float32(copy(bytes))
      }
    }
  }

  private func copy<Sample: BitwiseCopyable>(_ bytes: UnsafeRawBufferPointer) -> [Sample] {
    let count = height * rowSize / MemoryLayout<Sample>.stride
    return Array(unsafeUninitializedCapacity: count) { result, initialized in
      let target = UnsafeMutableRawBufferPointer(result)
      for row in 0..<height {
        let start = row * bytesPerRow
        UnsafeMutableRawBufferPointer(
          rebasing: target[row * rowSize..<(row + 1) * rowSize]
        ).copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + rowSize]))
      }
      initialized = count
    }
  }
}

extension RawImage.Samples {
  /// The samples in the machine's byte order.
  var bytes: [UInt8] {
    switch self {
    case .uint8(let samples): samples
    case .uint16(let samples): samples.withUnsafeBytes { [UInt8]($0) }
    case .float32(let samples): samples.withUnsafeBytes { [UInt8]($0) }
    }
  }
}
