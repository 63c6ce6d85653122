import BurnishCore
import BurnishTensors

/// The multigrid cycle of a ``WeightedPoissonSolver`` as an operator: an approximate inverse of a
/// ``ReconstructionOperator``.
///
/// Each application sets it up again. The solver does so only once, so it is faster.
@_spi(Testing) public struct ReconstructionPreconditioner: AdjointOperator {
  /// The diagonal of Γ, `[N, C, H, W]`, positive.
  public let gamma: Tensor

  /// - Parameter gamma: the diagonal of Γ, `[N, C, H, W]`, positive.
  public init(gamma: Tensor) { self.gamma = gamma }

  /// - Parameter b: a tensor in the shape of Γ's diagonal.
  public func apply(_ b: Tensor) -> Tensor {
    require(
      b.shape == gamma.shape && b.shape.count == 4,
      "Γ of shape \(gamma.shape) does not go with a right-hand side of \(b.shape)")
    let (height, width) = (b.shape[2], b.shape[3])
    let count = height * width
    guard b.count > 0 else { return b }
    return gamma.withUnsafeSamples { gamma in
      b.withUnsafeSamples { b in
        Tensor(shape: self.gamma.shape) { result in
          ReconstructionIteration.withMemory(height: height, width: width) { memory in
            for start in stride(from: 0, to: b.count, by: count) {
              let cycle = ReconstructionCycle(
                gamma: gamma.baseAddress! + start, height: height, width: width, isParallel: true,
                memory: memory.samples)
              (result.baseAddress! + start).update(
                from: cycle.apply(b.baseAddress! + start), count: count)
            }
          }
        }
      }
    }
  }

  public func applyAdjoint(_ y: Tensor) -> Tensor { apply(y) }
}
