import BurnishTensors

extension WeightedPoissonSolver {
  /// The image whose samples are close to `f` where Γ is large, and whose differences are close to
  /// `v` where Γ is small.
  ///
  /// It minimizes `(u − f)'Γ(u − f) + ‖D u − v‖²` and solves `(Γ + D'D) u = Γ f + D'v` (equation 7).
  ///
  /// - Parameters:
  ///   - f: `[N, 1, H, W]`.
  ///   - v: the differences along rows and along columns as in ``forwardDifferences()``,
  ///     `[N, 2, H, W]`; differences across the border are ignored.
  ///   - gamma: the diagonal of Γ, `[N, 1, H, W]`, positive.
  ///   - start: the start, `[N, 1, H, W]`; f if not given.
  public func reconstruct(
    _ f: Tensor, differences v: Tensor, gamma: Tensor, from start: Tensor? = nil
  ) -> Solution {
    solve(gamma: gamma, gamma * f + v.forwardDifferencesAdjoint(), from: start ?? f)
  }

  /// The gradients of ``reconstruct(_:differences:gamma:from:)`` with respect to its operands.
  public struct ReconstructionGradient: Sendable {
    public var f: Tensor
    public var v: Tensor
    public var gamma: Tensor
    /// The reports of the solve that yields all three.
    public var reports: [Report]
  }

  /// The gradients of the loss with respect to f, v, and Γ.
  ///
  /// One more solve with the same matrix yields `w = A⁻¹ ∂L/∂u`. The gradients are `Γ w` for f, `D w` for
  /// v, and `w (f − u)`, sample by sample, for the diagonal of Γ (equations 12 and 13).
  ///
  /// - Parameters:
  ///   - outputGradient: `∂L/∂u`, `[N, 1, H, W]`.
  ///   - u: the solution.
  public func reconstructionGradient(
    _ outputGradient: Tensor, f: Tensor, gamma: Tensor, u: Tensor
  ) -> ReconstructionGradient {
    let solution = solve(gamma: gamma, outputGradient)
    let w = solution.u
    return ReconstructionGradient(
      f: gamma * w, v: w.forwardDifferences(), gamma: w * (f - u), reports: solution.reports)
  }
}
