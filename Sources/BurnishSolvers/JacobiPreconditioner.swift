import BurnishCore
import BurnishTensors

/// Jacobi's preconditioner: division by the matrix's diagonal.
@_spi(Testing) public struct JacobiPreconditioner: AdjointOperator {
  private let diagonal: Tensor

  /// - Parameter diagonal: the matrix's diagonal, in the shape of the unknowns, all positive.
  public init(diagonal: Tensor) {
    require(
      diagonal.withUnsafeSamples { $0.allSatisfy { $0 > 0 && $0.isFinite } },
      "a diagonal that is not positive everywhere belongs to no positive definite matrix")
    self.diagonal = diagonal
  }

  public func apply(_ x: Tensor) -> Tensor { x / diagonal }
  public func applyAdjoint(_ y: Tensor) -> Tensor { apply(y) }
}
