import BurnishNetworks
import BurnishSolvers
import BurnishTensors

extension WeightedPoissonSolver {
  /// The image close to `f` whose differences are close to `v`: the solution of
  /// `(Γ + D'D) u = Γ f + D'v`. One more solve yields the gradients for all three operands.
  ///
  /// - Parameters:
  ///   - f: `[N, 1, H, W]`.
  ///   - v: `[N, 2, H, W]`, differences along rows and along columns.
  ///   - gamma: the diagonal of Γ, `[N, 1, H, W]`, positive.
  ///   - start: the solver's start, `[N, 1, H, W]`. It affects the solution only within the solver's
  ///     tolerance, and no gradient flows back to it.
  /// - Returns: `[N, 1, H, W]`, and the solver's report for each image.
  func reconstructed<T: TensorLike>(
    _ f: T, differences v: T, gamma: T, from start: T
  ) -> (u: T, reports: [Report]) {
    var reports: [Report] = []
    let u = T.applying(
      { operands, constants in
        let (f, gamma) = (operands[0], operands[2])
        let solution = reconstruct(f, differences: operands[1], gamma: gamma, from: constants[0])
        reports = solution.reports
        return OperationResult(solution.u) { gradient in
          let gradients = reconstructionGradient(gradient, f: f, gamma: gamma, u: solution.u)
          return [gradients.f, gradients.v, gradients.gamma]
        }
      }, to: [f, v, gamma], constants: [start])
    return (u, reports)
  }
}
