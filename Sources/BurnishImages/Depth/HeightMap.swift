import BurnishTensors

/// Heights of the ground, above or below the sea, or other samples with a sign, and where there are none.
public struct HeightMap: Sendable {
  /// The heights, `[1, 1, H, W]`, in the unit of their file; 0 where there is none.
  public let samples: Tensor
  /// 1 where there is a height and 0 where not, `[1, 1, H, W]`; `nil` where all are there.
  public let valid: Tensor?

  /// - Parameters:
  ///   - samples: `[1, 1, H, W]`. NaN and infinities are no heights, whatever `valid` says.
  ///   - valid: `[1, 1, H, W]`; there is a height where this is not 0.
  public init(samples: Tensor, valid: Tensor? = nil) {
    // The same knowledge of gaps as depth has; the unit says nothing here.
    let depth = DepthMap(samples: samples, unit: .meters, valid: valid)
    (self.samples, self.valid) = (depth.samples, depth.valid)
  }

  public var width: Int { samples.shape[3] }
  public var height: Int { samples.shape[2] }

  /// The samples with gaps closed by heights nearby, as ``DepthMap/samplesWithGapsFilled()`` does.
  public func samplesWithGapsFilled() -> Tensor {
    valid.map { closingGaps(samples, valid: $0) } ?? samples
  }
}
