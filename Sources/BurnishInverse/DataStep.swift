import BurnishSolvers
import BurnishTensors

/// An image that explains what was seen and is near another one.
public struct DataStep: Sendable {
  /// The minimum of `‖D x − B‖² + ρ ‖x − z‖²`.
  public let image: Tensor
  /// How exactly it solves for the data: the norm of what the equations are left with, of that of their right-hand side.
  public let relativeResidual: Double
}

extension ConjugateGradient {
  /// With a residual that is a part of the samples of b within -1...1, not of what is beyond: the square of a lamp
  /// would outweigh all others, and these would be left as they are.
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
  /// The minimum of `‖D x − B‖² + ρ ‖x − z‖²`, as z and what the data add to it.
  ///
  /// - Parameters:
  ///   - proposal: z, in the shape of ``start``.
  ///   - weight: ρ, positive.
  ///   - equations: how the linear system is solved.
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
