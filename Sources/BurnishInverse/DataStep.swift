import BurnishSolvers
import BurnishTensors

/// An image that fits the observed data and is close to a proposed image.
public struct DataStep: Sendable {
  /// The minimum of `‖D x − B‖² + ρ ‖x − z‖²`.
  public let image: Tensor
  /// The norm of the equations' residual divided by the norm of their right-hand side.
  public let relativeResidual: Double
}

extension ConjugateGradient {
  /// The same solver with a tolerance relative to b clipped to -1...1, not to b itself. Otherwise the square of a
  /// bright lamp would outweigh all other samples, and the solver would not change those.
  ///
  /// - Parameter b: the right-hand side.
  func counting(_ b: Tensor) -> ConjugateGradient {
    let usual = b.clipped(to: -1...1)
    let (whole, part) = (b.dot(b), usual.dot(usual))
    guard part < whole, whole.isFinite else { return self }
    var result = self
    result.relativeTolerance *= (part / whole).squareRoot()
    return result
  }
}

extension InverseProblem {
  /// Minimizes `‖D x − B‖² + ρ ‖x − z‖²` by solving for the change `x − z`.
  ///
  /// - Parameters:
  ///   - proposal: z, in the shape of ``start``.
  ///   - weight: ρ, positive.
  ///   - equations: the solver of the linear system.
  public func dataStep(
    near proposal: Tensor, weight: Double, equations: ConjugateGradient
  ) -> DataStep {
    let error = degradation.applyAdjoint(observed - degradation.apply(proposal))
    let inverse: any LinearOperator =
      degradation.normalInverse(shift: weight, gradientWeight: 0) ?? IdentityOperator()
    let solution = equations.counting(error).solve(
      NormalOperator(degradation, shift: Float(weight)), error, preconditioner: inverse)
    return DataStep(
      image: proposal + solution.x, relativeResidual: solution.relativeResidual)
  }
}
