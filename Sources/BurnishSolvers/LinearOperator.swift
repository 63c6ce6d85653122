import BurnishTensors

/// A linear map from tensors of one shape to tensors of one shape.
///
/// A preconditioner is one too: it maps a residual to something close to the error behind it.
public protocol LinearOperator: Sendable {
  /// The image of `x`. Neither the shape of `x` nor that of the result ever changes.
  func apply(_ x: Tensor) -> Tensor
}

/// A linear map that knows its adjoint: `⟨A x, y⟩ = ⟨x, A' y⟩`.
public protocol AdjointOperator: LinearOperator {
  /// The adjoint's image of `y`, which has the shape of a result of ``LinearOperator/apply(_:)``.
  func applyAdjoint(_ y: Tensor) -> Tensor
}

/// The map that changes nothing; as a preconditioner, none.
public struct IdentityOperator: AdjointOperator {
  public init() {}

  public func apply(_ x: Tensor) -> Tensor { x }
  public func applyAdjoint(_ y: Tensor) -> Tensor { y }
}

/// `A'A`: the matrix of the normal equations of a least-squares problem, symmetric and never
/// negative.
public struct NormalOperator<Base: AdjointOperator>: AdjointOperator {
  public let base: Base

  public init(_ base: Base) { self.base = base }

  public func apply(_ x: Tensor) -> Tensor { base.applyAdjoint(base.apply(x)) }
  public func applyAdjoint(_ y: Tensor) -> Tensor { apply(y) }
}
