import BurnishTensors

extension WeightedPoissonSolver {
  /// The image whose samples are close to `f` where Γ is large, and whose differences are close to
  /// `v` where it is small: the minimum of `(u − f)'Γ(u − f) + ‖D u − v‖²`, which solves
  /// `(Γ + D'D) u = Γ f + D'v` (equation 7).
  ///
  /// - Parameters:
  ///   - f: `[N, 1, H, W]`.
  ///   - v: the differences along rows and along columns as ``forwardDifferences()`` gives them,
  ///     `[N, 2, H, W]`; those across the border are not looked at.
  ///   - gamma: the diagonal of Γ, `[N, 1, H, W]`, positive.
  ///   - start: where to start, `[N, 1, H, W]`; f if not given.
  public func reconstruct(
    _ f: Tensor, differences v: Tensor, gamma: Tensor, from start: Tensor? = nil
  ) -> Solution {
    solve(gamma: gamma, gamma * f + v.forwardDifferencesAdjoint(), from: start ?? f)
  }

  /// The gradient of ``reconstruct(_:differences:gamma:from:)`` by its operands.
  public struct ReconstructionGradient: Sendable {
    public var f: Tensor
    public var v: Tensor
    public var gamma: Tensor
    /// Of the one solve that all three come from.
    public var reports: [Report]
  }

  /// With `w = A⁻¹ ∂L/∂u`, which takes one more solve with the same matrix, the gradients are `Γ w` by
  /// f, `D w` by v and `w (f − u)`, sample by sample, by the diagonal of Γ (equations 12 and 13).
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
