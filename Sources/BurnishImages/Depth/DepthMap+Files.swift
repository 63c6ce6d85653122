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
  /// - Throws: the same `Failure` as `Image.read`, except for numbers that mark invalid pixels. Also `badData` for
  ///   color, varying opacity, samples that do not fit `unit`, negative depth, and images without a valid pixel.
  public static func read(
    _ path: String, unit: DepthUnit? = nil, zeroIsInvalid: Bool? = nil,
    nonFiniteIsInvalid: Bool = true
  ) throws(Failure) -> DepthMap {
    let image = try RawImage.readPlane(path)
    let format = image.sampleFormat
    let unit = unit ?? (image.holdsWholeNumbers ? .millimeters : DepthUnit(of: format))
    guard format == unit.sampleFormat || format == .float32 else {
      throw Failure(
        .badData, path, found: "\(format.adjective) samples",
        wanted: "\(unit.sampleFormat.adjective) samples for depth in \(unit.rawValue)")
    }
    let plane = image.planes(0..<1, scaled: false)
    try image.checkIsDepth(path)
    let zeroIsInvalid = zeroIsInvalid ?? unit.zeroIsInvalid
    let values = plane.values
    if !nonFiniteIsInvalid, let index = values.firstIndex(where: { !$0.isFinite }) {
      throw Failure(
        .badData, path,
        found: "\(values[index].isNaN ? "NaN" : "an infinity") in column "
          + "\(index % image.width), row \(index / image.width)",
        wanted: "finite depth, or such samples taken for holes", choice: .nonFiniteIsInvalid)
    }
    if let index = values.firstIndex(where: { $0 < 0 && $0.isFinite }) {
      throw Failure(
        .badData, path,
        found: "the negative depth \(values[index]) in column \(index % image.width), row "
          + "\(index / image.width)",
        wanted: "depth from 0 on, or heights", choice: .heights)
    }
    if image.holdsWholeNumbers, let index = values.firstIndex(where: { $0 > 65535 }) {
      throw Failure(
        .badData, path,
        found: "the depth \(values[index]) in whole numbers, which are taken for millimeters",
        wanted: "at most 65535 millimeters, or floating point in meters")
    }
    let mask = Tensor(
      shape: plane.shape,
      values: values.map { $0.isFinite && !(zeroIsInvalid && $0 == 0) ? 1 : 0 })
    let hasNaN = values.contains { $0.isNaN }
    var result = DepthMap(
      samples: plane, unit: unit, valid: mask, invalidMarker: hasNaN ? .nan : 0)
    result.remarks = image.remarks
    guard result.validCount > 0 else {
      throw Failure(
        .badData, path, found: "not a single valid pixel",
        wanted: "depth other than 0 and NaN somewhere")
    }
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
    let chosen = try fileFormat.sampleFormat(format, default: unit.sampleFormat, path)
    if unit == .meters && chosen != .float32 {
      throw Failure(
        .usage, path, found: "\(chosen.adjective) samples for depth in meters",
        wanted: "a PFM, TIFF or .npy file, or depth in millimeters")
    }
    if unit == .millimeters && chosen == .uint8 {
      throw Failure(
        .usage, path, found: "8-bit samples for depth in millimeters",
        wanted: "a format of 16 bits or floating point, such as PNG or PFM")
    }
    if fileFormat.isLossy {
      throw Failure(
        .usage, path, found: "\(fileFormat.name), which blurs depth across edges",
        wanted: "PNG, TIFF or PFM")
    }
    let marker = chosen == .float32 ? invalidMarker : 0
    let keepsFromZero = chosen != .float32 && unit.zeroIsInvalid
    let mask = valid?.values
    let values = samples.values.enumerated().map { index, value in
      if let mask, mask[index] == 0 { return marker }
      return keepsFromZero ? max(value, 1) : value
    }
    try RawImage(
      planes: Tensor(shape: samples.shape, values: values), alpha: nil, format: chosen, scale: 1
    ).write(to: path, fileFormat)
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
