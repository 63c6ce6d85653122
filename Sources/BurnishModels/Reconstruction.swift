import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// The image close to `f` whose differences are close to `v`: the solution of
/// `(Γ + D'D) u = Γ f + D'v`, with gradients by all three operands from one more solve.
///
/// - Parameters:
///   - f: `[N, 1, H, W]`.
///   - v: `[N, 2, H, W]`, differences along rows and along columns.
///   - gamma: the diagonal of Γ, `[N, 1, H, W]`, positive.
///   - start: where the solver starts, `[N, 1, H, W]`; the solution depends on it no more than
///     the solver's tolerance allows, and no gradient flows back to it.
///   - solver: with the tolerance of both solves.
/// - Returns: `[N, 1, H, W]`.
public func reconstruct(
  _ f: Variable, differences v: Variable, gamma: Variable, from start: Tensor? = nil,
  with solver: ReconstructionSolver
) -> Variable {
  let u = solver.reconstruct(
    f.value, differences: v.value, gamma: gamma.value, from: start
  ).u
  let (keptF, keptGamma) = (f.value, gamma.value)
  return Variable(u, of: [f, v, gamma]) { gradient in
    let gradients = solver.reconstructionGradient(gradient, f: keptF, gamma: keptGamma, u: u)
    return [gradients.f, gradients.v, gradients.gamma]
  }
}
