import BurnishCore
import BurnishImages
import BurnishTensors

/// The numbers that a filter sees as 0 and as 1.
public struct NetworkScale: Sendable, Hashable {
  public let range: ClosedRange<Float>

  public init(range: ClosedRange<Float>) { self.range = range }

  /// The length of the range; 1 for a flat image, for which any scale works.
  public var extent: Float {
    let extent = range.upperBound - range.lowerBound
    return extent > 0 ? extent : 1
  }

  /// The samples as the filter sees them.
  public func normalized(_ samples: Tensor) -> Tensor {
    (samples - range.lowerBound) * (1 / extent)
  }

  /// The samples that the filter's output represents.
  public func denormalized(_ output: Tensor) -> Tensor { output * extent + range.lowerBound }
}

extension NetworkScale {
  /// Greater depth is not a measurement, and its scaling would overflow.
  private static let maximum: Float = 1e9

  /// The scale on which a plane's minimum sample is 0 and its maximum is 1.
  ///
  /// - Parameters:
  ///   - plane: finite samples, at least one.
  ///   - subject: the name in errors.
  /// - Throws: ``Failure`` of the kind `badData` if samples are not finite or the range is too large to scale.
  init(spanning plane: Tensor, subject: String) throws(Failure) {
    let (low, high) = plane.withUnsafeSamples { samples in
      samples.reduce((Float.infinity, -Float.infinity)) { (min($0.0, $1), max($0.1, $1)) }
    }
    guard low >= -Self.maximum, high <= Self.maximum else {
      throw Failure(
        .badData, subject, found: "samples from \(low) to \(high)",
        wanted: "magnitudes up to \(Self.maximum)")
    }
    // The minimum and the maximum above pass over NaN.
    if let odd = plane.first(outside: -Self.maximum...Self.maximum) {
      throw Failure(.badData, subject, found: "the sample \(odd)", wanted: "finite samples")
    }
    // Treat an extent as 0 if its inverse would not be finite.
    self.init(range: low...(high - low > 1e-30 ? high : low))
  }

  /// The scale on which a filter sees a depth map: its minimum valid sample is 0, its maximum is 1.
  ///
  /// - Parameters:
  ///   - ignoring: the share of the samples at each end, in 0..<0.5, that may lie outside of 0...1.
  ///     A few outliers thus do not compress the range of all others. If all others are equal, no
  ///     samples are ignored.
  ///   - subject: the name in errors.
  /// - Throws: ``Failure`` of the kind `badData` if no sample is valid or the depth's magnitude is
  ///   impossible for a measurement.
  init(of depth: DepthMap, ignoring share: Double = 0, subject: String) throws(Failure) {
    guard let whole = depth.range else {
      throw Failure(
        .badData, subject, found: "not a single valid sample", wanted: "one at least")
    }
    guard whole.upperBound <= Self.maximum, whole.upperBound == 0 || whole.upperBound >= 1e-6
    else {
      throw Failure(
        .badData, subject, found: "a maximum depth of \(whole.upperBound)",
        wanted: "depth of 0.000001 to \(Self.maximum), in the unit of its format")
    }
    self.init(middleOf: depth.samples, valid: depth.valid, ignoring: share, whole: whole)
  }

  /// The scale on which the middle of the heights spans 0...1.
  ///
  /// - Parameters:
  ///   - heights: at least one.
  ///   - share: as for depth.
  ///   - subject: the name in errors.
  /// - Throws: ``Failure`` of the kind `badData` if the range is too large to scale.
  init(of heights: HeightMap, ignoring share: Double, subject: String) throws(Failure) {
    let whole = try NetworkScale(spanning: heights.samplesWithGapsFilled(), subject: subject).range
    self.init(middleOf: heights.samples, valid: heights.valid, ignoring: share, whole: whole)
  }

  private init(
    middleOf plane: Tensor, valid: Tensor?, ignoring share: Double, whole: ClosedRange<Float>
  ) {
    guard share > 0 else {
      self.init(range: whole)
      return
    }
    let mask = valid?.values
    let samples = plane.values.enumerated()
      .filter { index, _ in mask.map { $0[index] != 0 } ?? true }.map(\.element).sorted()
    let left = Int(Double(samples.count) * share)
    let (low, high) = (samples[left], samples[samples.count - 1 - left])
    self.init(range: low < high ? low...high : whole)
  }

  /// The depth map that a filter's output represents.
  ///
  /// - Parameters:
  ///   - depth: the filter's input, for its unit, marker and minimum sample.
  ///   - valid: the pixels of the result that hold a measurement.
  /// - Returns: depth that is never negative. If 0 marks holes, it is at least half of the minimum
  ///   sample of `depth`.
  func depthMap(_ output: Tensor, like depth: DepthMap, valid: Tensor?) -> DepthMap {
    let floor = depth.unit.zeroIsInvalid ? (depth.range?.lowerBound ?? 0) / 2 : 0
    var samples = denormalized(output)
    samples.withUnsafeMutableSamples { samples in
      for index in samples.indices { samples[index] = max(samples[index], floor) }
    }
    return DepthMap(
      samples: samples, unit: depth.unit, valid: valid, invalidMarker: depth.invalidMarker)
  }
}
