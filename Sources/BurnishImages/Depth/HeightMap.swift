import BurnishCore
import BurnishTensors

/// Heights of the ground, above or below sea level, or other signed samples, with a mask of the missing ones.
public struct HeightMap: Sendable {
  /// The heights, `[1, 1, H, W]`, in the unit of their file. Missing heights are 0.
  public let samples: Tensor
  /// 1 for pixels with a height and 0 for others, `[1, 1, H, W]`. `nil` if no height is missing.
  public let valid: Tensor?

  /// - Parameters:
  ///   - samples: `[1, 1, H, W]`. NaN and infinities always mark missing heights.
  ///   - valid: `[1, 1, H, W]`; a height is present if this is not 0.
  ///   - subject: the heights' name in a failure.
  /// - Throws: `Failure` of the kind `badData` for other shapes.
  @_disfavoredOverload
  public init(
    samples: Tensor, valid: Tensor? = nil, subject: String = "heights"
  ) throws(Failure) {
    try checkShapes(DepthMap.fault(samples, valid), subject)
    self.init(samples: samples, valid: valid)
  }

  /// Heights of shapes that the package chose.
  package init(samples: Tensor, valid: Tensor? = nil) {
    // Depth treats gaps the same way; the unit does not matter here.
    let depth = DepthMap(samples: samples, unit: .meters, valid: valid)
    (self.samples, self.valid) = (depth.samples, depth.valid)
  }

  public var width: Int { samples.shape[3] }
  public var height: Int { samples.shape[2] }

  /// Fills gaps with nearby heights, like ``DepthMap/samplesWithGapsFilled()``.
  public func samplesWithGapsFilled() -> Tensor {
    valid.map { closingGaps(samples, valid: $0) } ?? samples
  }
}
