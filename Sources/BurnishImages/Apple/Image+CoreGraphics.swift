// No machine has compiled this file yet: it is for macOS, and all others leave it out.
#if canImport(CoreGraphics)
  import BurnishCore
  import BurnishTensors
  import CoreFoundation
  import CoreGraphics

  extension Image {
    /// An image of Core Graphics, in its own color space if that is gray or RGB, and in sRGB otherwise.
    ///
    /// Colors are divided by alpha. The color space travels as ``colorProfile``.
    /// - Parameter subject: the name in errors.
    /// - Throws: `Failure` of the kind `badData` for images without pixels or with samples that are not
    ///   finite, and `outOfMemory` for images that Core Graphics cannot draw.
    public init(_ image: CGImage, subject: String = "image") throws(Failure) {
      self = try Self.drawn(image, subject)
    }

    @inline(never)
    private static func drawn(_ image: CGImage, _ subject: String) throws(Failure) -> Image {
      let format: SampleFormat =
        image.bitmapInfo.contains(.floatComponents)
        ? .float32 : image.bitsPerComponent > 8 ? .uint16 : .uint8
      let isOpaque = [.none, .noneSkipFirst, .noneSkipLast].contains(image.alphaInfo)
      let isGray = isOpaque && image.colorSpace?.model == .monochrome
      let own = image.colorSpace.flatMap { $0.model == .rgb || isGray ? $0 : nil }
      let space = own ?? CGColorSpace(name: CGColorSpace.sRGB)!
      let channels = isGray ? 1 : 4
      var info =
        isGray ? CGImageAlphaInfo.none.rawValue : CGImageAlphaInfo.premultipliedLast.rawValue
      info |= Self.order(of: format).rawValue
      guard
        let context = CGContext(
          data: nil, width: image.width, height: image.height,
          bitsPerComponent: 8 * format.byteCount, bytesPerRow: 0, space: space, bitmapInfo: info)
      else {
        throw Failure(
          .outOfMemory, subject,
          found: "no bitmap for an image of \(image.width)x\(image.height) pixels",
          wanted: "a smaller image, or more memory")
      }
      context.draw(image, in: CGRect(x: 0, y: 0, width: image.width, height: image.height))
      guard let memory = context.data else {
        throw Failure(.outOfMemory, subject, found: "no memory of a bitmap")
      }
      let bytes = UnsafeRawBufferPointer(
        start: memory, count: context.bytesPerRow * image.height)
      var result = try Image(
        width: image.width, height: image.height, channels: channels,
        bytesPerRow: context.bytesPerRow, interleaved: bytes.bytes, format: format,
        subject: subject)
      withExtendedLifetime(context) {}
      if isOpaque { result.alpha = nil } else { result.divideByAlpha() }
      if let profile = space.copyICCData() {
        result.colorProfile = [UInt8](
          UnsafeBufferPointer(start: CFDataGetBytePtr(profile), count: CFDataGetLength(profile)))
      }
      return result
    }

    /// The image for Core Graphics.
    ///
    /// - Parameters:
    ///   - format: the type of the samples; by default ``sampleFormat``.
    ///   - subject: the name in errors.
    /// - Throws: `Failure` of the kind `cannotCreate` if Core Graphics refuses the image.
    public func cgImage(
      as format: SampleFormat? = nil, subject: String = "image"
    ) throws(Failure) -> CGImage {
      let format = format ?? sampleFormat
      let bytes = interleaved(as: format)
      let count = channels + (alpha == nil ? 0 : 1)
      let bits = 8 * format.byteCount
      var info = CGBitmapInfo(
        rawValue: (alpha == nil ? CGImageAlphaInfo.none : CGImageAlphaInfo.last).rawValue)
      info.formUnion(Self.order(of: format))
      guard let data = CFDataCreate(nil, bytes, bytes.count),
        let provider = CGDataProvider(data: data),
        let result = CGImage(
          width: width, height: height, bitsPerComponent: bits, bitsPerPixel: bits * count,
          bytesPerRow: width * count * format.byteCount, space: colorSpace(for: format),
          bitmapInfo: info, provider: provider, decode: nil, shouldInterpolate: false,
          intent: .defaultIntent)
      else {
        throw Failure(
          .cannotCreate, subject,
          found: "Core Graphics refuses \(width)x\(height) pixels of \(counted(count, "channel"))")
      }
      return result
    }

    /// The color space of the profile, if it has the image's channels. Otherwise sRGB, or gray with its
    /// gamma.
    private func colorSpace(for format: SampleFormat) -> CGColorSpace {
      if let colorProfile, let data = CFDataCreate(nil, colorProfile, colorProfile.count),
        let space = CGColorSpace(iccData: data), space.numberOfComponents == channels
      {
        return space
      }
      let isLight = format == .float32
      let name =
        channels == 1
        ? (isLight ? CGColorSpace.extendedGray : CGColorSpace.genericGrayGamma2_2)
        : (isLight ? CGColorSpace.extendedSRGB : CGColorSpace.sRGB)
      return CGColorSpace(name: name)!
    }

    /// The machine's byte order for samples of a format.
    private static func order(of format: SampleFormat) -> CGBitmapInfo {
      let isLittle = Int(1).littleEndian == 1
      return switch format {
      case .uint8: []
      case .uint16: isLittle ? .byteOrder16Little : .byteOrder16Big
      case .float32: [.floatComponents, isLittle ? .byteOrder32Little : .byteOrder32Big]
      }
    }

    /// Undoes the multiplication of colors by alpha. Colors of transparent pixels become 0.
    private mutating func divideByAlpha() {
      guard let alpha else { return }
      let area = width * height
      alpha.withSamples { alpha in
        samples.withMutableSamples { samples in
          for index in samples.indices {
            let opacity = alpha[index % area]
            samples[index] = opacity > 0 ? samples[index] / opacity : 0
          }
        }
      }
    }
  }
#endif
