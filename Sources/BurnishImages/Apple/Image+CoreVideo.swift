// No machine has compiled this file yet: it is for macOS, and all others leave it out.
#if canImport(CoreVideo)
  import BurnishCore
  import BurnishTensors
  import CoreVideo

  extension Image {
    /// The image in a buffer of `kCVPixelFormatType_32BGRA`, `OneComponent8`, `OneComponent16`, or
    /// `OneComponent32Float`.
    ///
    /// - Parameters:
    ///   - keepsAlpha: whether the fourth samples of a pixel are its opacity, by which colors are not
    ///     multiplied. Cameras do not set them.
    ///   - subject: the name in errors.
    /// - Throws: `Failure` of the kind `badData` for buffers of other formats and samples that are not
    ///   finite.
    public init(
      _ buffer: CVPixelBuffer, keepsAlpha: Bool = false, subject: String = "image"
    ) throws(Failure) {
      self = try Self.copied(buffer, keepsAlpha: keepsAlpha, subject)
    }

    @inline(never)
    private static func copied(
      _ buffer: CVPixelBuffer, keepsAlpha: Bool, _ subject: String
    ) throws(Failure) -> Image {
      let (format, channels): (SampleFormat, Int)
      switch CVPixelBufferGetPixelFormatType(buffer) {
      case kCVPixelFormatType_32BGRA: (format, channels) = (.uint8, 4)
      case kCVPixelFormatType_OneComponent8: (format, channels) = (.uint8, 1)
      case kCVPixelFormatType_OneComponent16: (format, channels) = (.uint16, 1)
      case kCVPixelFormatType_OneComponent32Float: (format, channels) = (.float32, 1)
      case let type:
        throw PixelBuffer.unknown(type, wanted: "32BGRA or one component", subject)
      }
      let locked = try PixelBuffer(buffer, isWritten: false, subject)
      defer { locked.unlock() }
      var result = try Image(
        width: locked.width, height: locked.height, channels: channels,
        bytesPerRow: locked.bytesPerRow, interleaved: UnsafeRawBufferPointer(locked.bytes).bytes,
        format: format, subject: subject)
      if channels == 4 {
        let planes = result.samples.split(counts: [1, 1, 1])
        let area = locked.width * locked.height
        result.samples = Tensor(shape: result.samples.shape) { samples in
          for (place, plane) in planes.reversed().enumerated() {
            plane.withUnsafeSamples {
              _ = UnsafeMutableBufferPointer(
                rebasing: samples[place * area..<(place + 1) * area]
              ).update(fromContentsOf: $0)
            }
          }
        }
        if !keepsAlpha { result.alpha = nil }
      }
      return result
    }

    /// A new buffer of `kCVPixelFormatType_OneComponent8` for gray without alpha, and `32BGRA` otherwise.
    ///
    /// Samples are clamped to 0...1 and rounded to the nearest level. Colors are not multiplied by alpha.
    /// - Parameter subject: the name in errors.
    /// - Throws: `Failure` of the kind `outOfMemory` if there is no such buffer.
    public func pixelBuffer(subject: String = "image") throws(Failure) -> CVPixelBuffer {
      let isGray = channels == 1 && alpha == nil
      let buffer = try PixelBuffer.make(
        width: width, height: height,
        isGray ? kCVPixelFormatType_OneComponent8 : kCVPixelFormatType_32BGRA, subject)
      let locked = try PixelBuffer(buffer, isWritten: true, subject)
      defer { locked.unlock() }
      let source = interleaved(as: .uint8)
      let count = channels + (alpha == nil ? 0 : 1)
      for row in 0..<height {
        for column in 0..<width {
          let place = (row * width + column) * count
          if isGray {
            locked.bytes[row * locked.bytesPerRow + column] = source[place]
            continue
          }
          let target = row * locked.bytesPerRow + 4 * column
          for color in 0..<3 {
            locked.bytes[target + 2 - color] = source[place + (channels == 3 ? color : 0)]
          }
          locked.bytes[target + 3] = alpha == nil ? 255 : source[place + count - 1]
        }
      }
      return buffer
    }
  }

  extension DepthMap {
    /// The depth in a buffer of `kCVPixelFormatType_DepthFloat32` or `DepthFloat16`, in meters.
    ///
    /// 0, NaN, and infinities mark pixels without a measurement.
    /// - Parameter subject: the name in errors.
    /// - Throws: `Failure` of the kind `badData` for buffers of other formats, negative depth, and buffers
    ///   without a valid pixel.
    public init(_ buffer: CVPixelBuffer, subject: String = "depth map") throws(Failure) {
      self = try Self.copied(buffer, subject)
    }

    @inline(never)
    private static func copied(
      _ buffer: CVPixelBuffer, _ subject: String
    ) throws(Failure) -> DepthMap {
      let type = CVPixelBufferGetPixelFormatType(buffer)
      guard type == kCVPixelFormatType_DepthFloat32 || type == kCVPixelFormatType_DepthFloat16
      else {
        throw PixelBuffer.unknown(type, wanted: "DepthFloat32 or DepthFloat16", subject)
      }
      let locked = try PixelBuffer(buffer, isWritten: false, subject)
      defer { locked.unlock() }
      let plane = Tensor(shape: [1, 1, locked.height, locked.width]) { samples in
        for row in 0..<locked.height {
          for column in 0..<locked.width {
            let start = row * locked.bytesPerRow
            samples[row * locked.width + column] =
              type == kCVPixelFormatType_DepthFloat32
              ? locked.bytes.loadUnaligned(fromByteOffset: start + 4 * column, as: Float.self)
              : halfPrecision(
                locked.bytes.loadUnaligned(fromByteOffset: start + 2 * column, as: UInt16.self))
          }
        }
      }
      return try measured(
        plane, unit: .meters, zeroIsInvalid: true, nonFiniteIsInvalid: true, subject)
    }

    /// A new buffer of `kCVPixelFormatType_DepthFloat32`, in meters. Pixels without a measurement are NaN.
    ///
    /// - Parameter subject: the name in errors.
    /// - Throws: `Failure` of the kind `usage` for levels, and `outOfMemory` if there is no such buffer.
    public func pixelBuffer(subject: String = "depth map") throws(Failure) -> CVPixelBuffer {
      guard unit != .levels8 else {
        throw Failure(
          .usage, subject, found: "levels, which are no distance",
          wanted: "depth in millimeters or meters")
      }
      let buffer = try PixelBuffer.make(
        width: width, height: height, kCVPixelFormatType_DepthFloat32, subject)
      let locked = try PixelBuffer(buffer, isWritten: true, subject)
      defer { locked.unlock() }
      let (values, mask) = (samples.values, valid?.values)
      for row in 0..<height {
        for column in 0..<width {
          let index = row * width + column
          let isValid = mask.map { $0[index] != 0 } ?? true
          let meters = unit == .meters ? values[index] : values[index] / 1000
          locked.bytes.storeBytes(
            of: isValid ? meters : .nan, toByteOffset: row * locked.bytesPerRow + 4 * column,
            as: Float.self)
        }
      }
      return buffer
    }
  }

  /// The memory of a buffer while it is locked.
  private struct PixelBuffer {
    let buffer: CVPixelBuffer
    let flags: CVPixelBufferLockFlags
    let bytes: UnsafeMutableRawBufferPointer
    let width: Int
    let height: Int
    let bytesPerRow: Int

    init(_ buffer: CVPixelBuffer, isWritten: Bool, _ subject: String) throws(Failure) {
      let flags: CVPixelBufferLockFlags = isWritten ? [] : .readOnly
      guard CVPixelBufferLockBaseAddress(buffer, flags) == kCVReturnSuccess else {
        throw Failure(.inputOutput, subject, found: "the pixel buffer cannot be locked")
      }
      (self.buffer, self.flags) = (buffer, flags)
      (width, height) = (CVPixelBufferGetWidth(buffer), CVPixelBufferGetHeight(buffer))
      bytesPerRow = CVPixelBufferGetBytesPerRow(buffer)
      bytes = UnsafeMutableRawBufferPointer(
        start: CVPixelBufferGetBaseAddress(buffer), count: bytesPerRow * height)
    }

    func unlock() { CVPixelBufferUnlockBaseAddress(buffer, flags) }

    static func make(
      width: Int, height: Int, _ type: OSType, _ subject: String
    ) throws(Failure) -> CVPixelBuffer {
      var buffer: CVPixelBuffer?
      let status = CVPixelBufferCreate(nil, width, height, type, nil, &buffer)
      guard status == kCVReturnSuccess, let buffer else {
        throw Failure(
          .outOfMemory, subject, found: "no pixel buffer of \(width)x\(height) (\(status))")
      }
      return buffer
    }

    static func unknown(_ type: OSType, wanted: String, _ subject: String) -> Failure {
      Failure(
        .badData, subject, found: "a pixel buffer of the format \(type)",
        wanted: "a pixel buffer of the format \(wanted)")
    }
  }
#endif
