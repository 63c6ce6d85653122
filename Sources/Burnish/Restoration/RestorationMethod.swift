/// The solvers that have a prior, by the names that a user gives them.
public enum RestorationMethod: String, Sendable, CaseIterable {
  /// ``Splitting``: the faster one.
  case splitting
  /// ``DAEPDescent``: the paper's.
  case descent

  /// The way that is gone with the prior of a name unless another one is asked for.
  public static func standard(for model: String) -> RestorationMethod {
    model == AutoencoderPrior.paperName ? .descent : .splitting
  }

  /// The solver.
  ///
  /// - Parameters:
  ///   - prior: what natural images look like.
  ///   - iterations: the solver's default number if not given.
  ///   - seed: of the noise on the denoiser's input.
  public func solver(
    prior: any GradientPrior, iterations: Int? = nil, seed: UInt64 = 0
  ) -> any InverseSolver {
    switch self {
    case .splitting:
      var splitting = Splitting(prior: prior)
      splitting.seed = seed
      if let iterations {
        splitting.denoisings = min(splitting.denoisings, iterations)
        splitting.descents = iterations - splitting.denoisings
      }
      return splitting
    case .descent:
      var descent = DAEPDescent(prior: prior)
      (descent.seed, descent.iterations) = (seed, iterations ?? descent.iterations)
      return descent
    }
  }
}
