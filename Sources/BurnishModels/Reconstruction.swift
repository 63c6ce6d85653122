import BurnishNetworks
import BurnishSolvers
import BurnishTensors

extension WeightedPoissonSolver {
  /// The image close to `f` whose differences are close to `v`: the solution of
  /// `(Γ + D'D) u = Γ f + D'v`, with gradients by all three operands from one more solve.
  ///
  /// - Parameters:
  ///   - f: `[N, 1, H, W]`.
  ///   - v: `[N, 2, H, W]`, differences along rows and along columns.
  ///   - gamma: the diagonal of Γ, `[N, 1, H, W]`, positive.
  ///   - start: where the solver starts, `[N, 1, H, W]`; the solution depends on it no more than
  ///     the solver's tolerance allows, and no gradient flows back to it.
  /// - Returns: `[N, 1, H, W]`, and how each image's solution came about.
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
