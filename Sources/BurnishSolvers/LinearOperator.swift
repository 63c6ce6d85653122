import BurnishTensors

/// A linear map from tensors of one shape to tensors of one shape.
///
/// A preconditioner is one too: it maps a residual to an approximation of the error that caused it.
public protocol LinearOperator: Sendable {
  /// Maps `x`. All calls take one shape and return one shape.
  func apply(_ x: Tensor) -> Tensor
}

/// A linear map with its adjoint: `⟨A x, y⟩ = ⟨x, A' y⟩`.
public protocol AdjointOperator: LinearOperator {
  /// Applies the adjoint to `y`, which has the shape of a result of ``LinearOperator/apply(_:)``.
  func applyAdjoint(_ y: Tensor) -> Tensor
}

/// The identity map. As a preconditioner, it has no effect.
public struct IdentityOperator: AdjointOperator {
  public init() {}

  public func apply(_ x: Tensor) -> Tensor { x }
  public func applyAdjoint(_ y: Tensor) -> Tensor { y }
}

/// `A'A + s P`: the matrix of the normal equations of `‖A x − b‖² + s ⟨x, P x⟩`.
///
/// It is symmetric positive semidefinite if P is and s is 0 or more.
public struct NormalOperator: LinearOperator {
  /// A.
  public let base: any AdjointOperator
  /// s.
  public let shift: Float
  /// P.
  public let penalty: any LinearOperator

  /// - Parameters:
  ///   - base: A.
  ///   - shift: s.
  ///   - penalty: P; the identity if not given.
  public init(
    _ base: any AdjointOperator, shift: Float = 0,
    times penalty: any LinearOperator = IdentityOperator()
  ) { (self.base, self.shift, self.penalty) = (base, shift, penalty) }

  public func apply(_ x: Tensor) -> Tensor {
    var y = base.applyAdjoint(base.apply(x))
    if shift != 0 { y.accumulate(penalty.apply(x), scale: shift) }
    return y
  }
}
