import BurnishTensors

/// The matrix `Γ + D'D` of a ``WeightedPoissonSolver``, as an operator.
@_spi(Testing) public struct ReconstructionOperator: AdjointOperator {
  /// The diagonal of Γ, `[N, C, H, W]`.
  public let gamma: Tensor

  /// - Parameter gamma: the diagonal of Γ, `[N, C, H, W]`.
  public init(gamma: Tensor) { self.gamma = gamma }

  /// - Parameter x: a tensor in the shape of Γ's diagonal.
  public func apply(_ x: Tensor) -> Tensor {
    gamma * x + x.forwardDifferences().forwardDifferencesAdjoint()
  }

  public func applyAdjoint(_ y: Tensor) -> Tensor { apply(y) }

  /// The matrix's diagonal: γ plus the number of neighbors of each pixel.
  public var diagonal: Tensor {
    let (height, width) = (gamma.shape[2], gamma.shape[3])
    var result = gamma
    result.withUnsafeMutableSamples { samples in
      for index in samples.indices {
        let (y, x) = (index / width % height, index % width)
        samples[index] += (y > 0 ? 1 : 0) + (y + 1 < height ? 1 : 0)
        samples[index] += (x > 0 ? 1 : 0) + (x + 1 < width ? 1 : 0)
      }
    }
    return result
  }
}
