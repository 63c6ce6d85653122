/// The solvers with a prior, by the names that a user gives.
public enum RestorationMethod: String, Sendable, CaseIterable {
  /// ``Splitting``: the faster method.
  case splitting
  /// ``DAEPDescent``: the paper's method.
  case descent

  /// The default method for the prior with this name.
  public static func standard(for model: String) -> RestorationMethod {
    model == AutoencoderPrior.paperName ? .descent : .splitting
  }

  /// The solver.
  ///
  /// - Parameters:
  ///   - prior: what natural images look like.
  ///   - iterations: the solver's default number if not given.
  ///   - seed: the seed of the noise on the denoiser's input.
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
