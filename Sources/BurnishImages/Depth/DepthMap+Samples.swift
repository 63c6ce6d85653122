import BurnishCore
import BurnishTensors

extension DepthMap {
  /// Depth in whole millimeters, as sensors store it.
  ///
  /// - Parameters:
  ///   - width: in pixels.
  ///   - height: in pixels.
  ///   - millimeters: rows from top to bottom, not padded.
  ///   - zeroIsInvalid: whether 0 marks pixels without a measurement.
  ///   - subject: the name in errors.
  /// - Throws: `Failure` of the kind `badData` if the size is not that of the samples, or no pixel is valid.
  public init(
    width: Int, height: Int, millimeters: Span<UInt16>, zeroIsInvalid: Bool = true,
    subject: String = "depth map"
  ) throws(Failure) {
    try Self.checkSize(width, height, count: millimeters.count, subject)
    let plane = Self.plane(width, height) { Float(millimeters[$0]) }
    self = try Self.measured(
      plane, unit: .millimeters, zeroIsInvalid: zeroIsInvalid, nonFiniteIsInvalid: true, subject)
  }

  /// Levels of depth or disparity.
  ///
  /// - Parameters:
  ///   - width: in pixels.
  ///   - height: in pixels.
  ///   - levels: rows from top to bottom, not padded.
  ///   - zeroIsInvalid: whether 0 marks pixels without a measurement.
  ///   - subject: the name in errors.
  /// - Throws: as for millimeters.
  public init(
    width: Int, height: Int, levels: Span<UInt8>, zeroIsInvalid: Bool = false,
    subject: String = "depth map"
  ) throws(Failure) {
    try Self.checkSize(width, height, count: levels.count, subject)
    let plane = Self.plane(width, height) { Float(levels[$0]) }
    self = try Self.measured(
      plane, unit: .levels8, zeroIsInvalid: zeroIsInvalid, nonFiniteIsInvalid: true, subject)
  }

  /// Depth in meters.
  ///
  /// - Parameters:
  ///   - width: in pixels.
  ///   - height: in pixels.
  ///   - meters: rows from top to bottom, not padded.
  ///   - zeroIsInvalid: whether 0 marks pixels without a measurement.
  ///   - nonFiniteIsInvalid: whether NaN and infinities mark such pixels too; otherwise they are refused.
  ///   - subject: the name in errors.
  /// - Throws: `Failure` of the kind `badData` if the size is not that of the samples, depth is negative, no
  ///   pixel is valid, or samples are refused.
  public init(
    width: Int, height: Int, meters: Span<Float>, zeroIsInvalid: Bool = true,
    nonFiniteIsInvalid: Bool = true, subject: String = "depth map"
  ) throws(Failure) {
    try Self.checkSize(width, height, count: meters.count, subject)
    let plane = Tensor(shape: [1, 1, height, width], samples: meters)
    self = try Self.measured(
      plane, unit: .meters, zeroIsInvalid: zeroIsInvalid,
      nonFiniteIsInvalid: nonFiniteIsInvalid, subject)
  }

  /// The samples as a file holds them: rows from top to bottom, not padded. Invalid pixels are
  /// ``invalidMarker``, or 0 in integer formats.
  ///
  /// Numbers are rounded as in ``write(to:as:)``.
  /// - Parameters:
  ///   - format: the type of the samples, in the machine's byte order; by default the one of the unit.
  ///   - subject: the name in errors.
  /// - Throws: `Failure` of the kind `usage` for meters in an integer format, and for millimeters in 8 bits.
  public func interleaved(
    as format: SampleFormat? = nil, subject: String = "depth map"
  ) throws(Failure) -> [UInt8] {
    try stored(as: format ?? unit.sampleFormat, subject).samples.bytes
  }

  private static func plane(
    _ width: Int, _ height: Int, _ sample: (_ index: Int) -> Float
  ) -> Tensor {
    Tensor(shape: [1, 1, height, width]) { samples in
      for index in samples.indices { samples[index] = sample(index) }
    }
  }

  // Swift 6.3.1 miscompiles such functions if they are inlined into an initializer that throws.
  @inline(never)
  private static func checkSize(
    _ width: Int, _ height: Int, count: Int, _ subject: String
  ) throws(Failure) {
    let (area, overflows) = width.multipliedReportingOverflow(by: height)
    guard width > 0, height > 0, !overflows, area == count else {
      throw Failure(
        .badData, subject,
        found: "\(counted(count, "sample")) for a size of \(width)x\(height)",
        wanted: "one sample for each pixel")
    }
  }

  /// Depth whose numbers mean the same as in a file.
  ///
  /// - Parameter plane: `[1, 1, H, W]` in `unit`.
  /// - Throws: `Failure` of the kind `badData` for negative depth, planes without a valid pixel, and NaN and
  ///   infinities that are not invalid.
  @inline(never)
  static func measured(
    _ plane: Tensor, unit: DepthUnit, zeroIsInvalid: Bool, nonFiniteIsInvalid: Bool,
    holdsWholeNumbers: Bool = false, _ subject: String
  ) throws(Failure) -> DepthMap {
    let width = plane.shape[3]
    let values = plane.values
    if !nonFiniteIsInvalid, let index = values.firstIndex(where: { !$0.isFinite }) {
      throw Failure(
        .badData, subject,
        found: "\(values[index].isNaN ? "NaN" : "an infinity") in column "
          + "\(index % width), row \(index / width)",
        wanted: "finite depth, or such samples taken for holes", choice: .nonFiniteIsInvalid)
    }
    if let index = values.firstIndex(where: { $0 < 0 && $0.isFinite }) {
      throw Failure(
        .badData, subject,
        found: "the negative depth \(values[index]) in column \(index % width), row "
          + "\(index / width)",
        wanted: "depth from 0 on, or heights", choice: .heights)
    }
    if holdsWholeNumbers, let index = values.firstIndex(where: { $0 > 65535 }) {
      throw Failure(
        .badData, subject,
        found: "the depth \(values[index]) in whole numbers, which are taken for millimeters",
        wanted: "at most 65535 millimeters, or floating point in meters")
    }
    let mask = Tensor(
      shape: plane.shape,
      values: values.map { $0.isFinite && !(zeroIsInvalid && $0 == 0) ? 1 : 0 })
    let hasNaN = values.contains { $0.isNaN }
    let result = DepthMap(
      samples: plane, unit: unit, valid: mask, invalidMarker: hasNaN ? .nan : 0)
    guard result.validCount > 0 else {
      throw Failure(
        .badData, subject, found: "not a single valid pixel",
        wanted: "depth other than 0 and NaN somewhere")
    }
    return result
  }
}
