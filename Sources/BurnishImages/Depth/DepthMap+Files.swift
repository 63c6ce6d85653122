import BurnishCore
import BurnishTensors

extension DepthMap {
  /// Reads depth from an image of one channel, in any format that ``Image`` reads.
  ///
  /// Images with three equal channels count as gray. Opacity is ignored if every pixel is opaque.
  /// - Parameters:
  ///   - unit: the unit of the numbers; by default the samples decide. 16-bit and other whole numbers are
  ///     millimeters, 8-bit numbers are levels, and floating-point numbers are meters. Floating-point files may be
  ///     in any unit.
  ///   - zeroIsInvalid: whether 0 marks pixels without a measurement; by default the unit decides.
  ///   - nonFiniteIsInvalid: whether NaN and infinities mark such pixels too; otherwise they are refused.
  ///   - limits: checked before memory is allocated.
  /// - Throws: the same `Failure` as `Image.read`, except for numbers that mark invalid pixels. Also `badData` for
  ///   color, varying opacity, samples that do not fit `unit`, negative depth, and images without a valid pixel.
  public static func read(
    _ path: String, unit: DepthUnit? = nil, zeroIsInvalid: Bool? = nil,
    nonFiniteIsInvalid: Bool = true, limits: ImageLimits = .default
  ) throws(Failure) -> DepthMap {
    try decoded(
      InputFile.contents(of: path), unit: unit, zeroIsInvalid: zeroIsInvalid,
      nonFiniteIsInvalid: nonFiniteIsInvalid, limits: limits, path)
  }

  /// Decodes the bytes of an image file as depth, like
  /// ``read(_:unit:zeroIsInvalid:nonFiniteIsInvalid:limits:)``.
  ///
  /// - Parameters:
  ///   - bytes: the whole file. The content decides the format.
  ///   - subject: the name in errors.
  public init(
    decoding bytes: [UInt8], unit: DepthUnit? = nil, zeroIsInvalid: Bool? = nil,
    nonFiniteIsInvalid: Bool = true, limits: ImageLimits = .default,
    subject: String = "depth map"
  ) throws(Failure) {
    self = try Self.decoded(
      bytes, unit: unit, zeroIsInvalid: zeroIsInvalid, nonFiniteIsInvalid: nonFiniteIsInvalid,
      limits: limits, subject)
  }

  /// Decodes the bytes of an image file as depth, like
  /// ``init(decoding:unit:zeroIsInvalid:nonFiniteIsInvalid:limits:subject:)-([UInt8],_,_,_,_,_)``.
  public init(
    decoding bytes: RawSpan, unit: DepthUnit? = nil, zeroIsInvalid: Bool? = nil,
    nonFiniteIsInvalid: Bool = true, limits: ImageLimits = .default,
    subject: String = "depth map"
  ) throws(Failure) {
    self = try Self.decoded(
      bytes.withUnsafeBytes { [UInt8]($0) }, unit: unit, zeroIsInvalid: zeroIsInvalid,
      nonFiniteIsInvalid: nonFiniteIsInvalid, limits: limits, subject)
  }

  // Swift 6.3.1 miscompiles such functions if they are inlined into an initializer that throws.
  @inline(never)
  private static func decoded(
    _ bytes: [UInt8], unit: DepthUnit?, zeroIsInvalid: Bool?, nonFiniteIsInvalid: Bool,
    limits: ImageLimits, _ subject: String
  ) throws(Failure) -> DepthMap {
    let image = try RawImage.decodePlane(bytes, limits: limits, subject)
    let format = image.sampleFormat
    let unit = unit ?? (image.holdsWholeNumbers ? .millimeters : DepthUnit(of: format))
    guard format == unit.sampleFormat || format == .float32 else {
      throw Failure(
        .badData, subject, found: "\(format.adjective) samples",
        wanted: "\(unit.sampleFormat.adjective) samples for depth in \(unit.rawValue)")
    }
    try image.checkIsDepth(subject)
    var result = try measured(
      image.planes(0..<1, scaled: false), unit: unit,
      zeroIsInvalid: zeroIsInvalid ?? unit.zeroIsInvalid, nonFiniteIsInvalid: nonFiniteIsInvalid,
      holdsWholeNumbers: image.holdsWholeNumbers, subject)
    result.remarks = image.remarks
    return result
  }

  /// Writes depth in its unit. Invalid pixels become ``invalidMarker``, or 0 in integer formats.
  ///
  /// Millimeters and levels are rounded and saturate at the largest number that the file holds. If 0 marks invalid
  /// pixels, a valid pixel is never rounded down to 0.
  /// - Parameter format: the samples of the file; by default those of the unit. If the file format lacks them,
  ///   millimeters and levels use its finest samples.
  /// - Throws: the same `Failure` as `Image.write`. Also `usage` for meters in an integer format, which would
  ///   truncate them: convert them first.
  public func write(to path: String, as format: SampleFormat? = nil) throws(Failure) {
    let fileFormat = try RawImage.format(forWriting: path)
    try AtomicFile.write(encoded(as: fileFormat, samples: format, subject: path), to: path)
  }

  /// The bytes of a file that holds the depth, like ``write(to:as:)``.
  ///
  /// - Parameters:
  ///   - format: the file format, such as ``ImageFormat/png``.
  ///   - samples: the samples of the file; by default those of the unit. If the file format lacks them,
  ///     millimeters and levels use its finest samples.
  ///   - subject: the name in errors.
  public func encoded(
    as format: ImageFormat, samples: SampleFormat? = nil, subject: String = "depth map"
  ) throws(Failure) -> [UInt8] {
    let chosen = try format.sampleFormat(samples, default: unit.sampleFormat, subject)
    let image = try stored(as: chosen, subject)
    if format.isLossy {
      throw Failure(
        .usage, subject, found: "\(format.name), which blurs depth across edges",
        wanted: "PNG, TIFF or PFM")
    }
    return try format.codec.encode(image, to: subject)
  }

  /// The samples as a file holds them.
  ///
  /// - Throws: `Failure` of the kind `usage` for samples that are too coarse for the unit.
  func stored(as format: SampleFormat, _ subject: String) throws(Failure) -> RawImage {
    if unit == .meters && format != .float32 {
      throw Failure(
        .usage, subject, found: "\(format.adjective) samples for depth in meters",
        wanted: "a PFM, TIFF or .npy file, or depth in millimeters")
    }
    if unit == .millimeters && format == .uint8 {
      throw Failure(
        .usage, subject, found: "8-bit samples for depth in millimeters",
        wanted: "a format of 16 bits or floating point, such as PNG or PFM")
    }
    let marker = format == .float32 ? invalidMarker : 0
    let keepsFromZero = format != .float32 && unit.zeroIsInvalid
    let mask = valid?.values
    let values = samples.values.enumerated().map { index, value in
      if let mask, mask[index] == 0 { return marker }
      return keepsFromZero ? max(value, 1) : value
    }
    return RawImage(
      planes: Tensor(shape: samples.shape, values: values), alpha: nil, format: format, scale: 1)
  }
}

extension RawImage {
  /// Refuses color and varying opacity, which depth cannot have.
  fileprivate func checkIsDepth(_ path: String) throws(Failure) {
    guard channels > 1 else { return }
    func isDepth<Sample: Equatable>(_ values: [Sample], opaque: Sample) -> Bool {
      for start in stride(from: 0, to: values.count, by: channels) {
        for channel in 1..<channels {
          let expected = channel == alpha ? opaque : values[start]
          if values[start + channel] != expected { return false }
        }
      }
      return true
    }
    let passes =
      switch samples {
      case .uint8(let values): isDepth(values, opaque: 255)
      case .uint16(let values): isDepth(values, opaque: 65535)
      // NaN differs from itself, so the bit patterns are compared.
      case .float32(let values):
        isDepth(values.map(\.bitPattern), opaque: Float(1).bitPattern)
      }
    guard passes else {
      throw Failure(
        .badData, path, found: "an image of \(channels) channels that differ",
        wanted: "depth in one channel")
    }
  }
}

extension Failure.Choice {
  /// Samples that are not finite are holes.
  public static let nonFiniteIsInvalid = Self("nonFiniteIsInvalid")
  /// The samples are heights, not depth.
  public static let heights = Self("heights")
}
