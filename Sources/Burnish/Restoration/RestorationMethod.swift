/// The solvers by the names that a user gives them.
public enum RestorationMethod: String, Sendable, CaseIterable {
  /// ``AutoencodingSplitting``: the faster one.
  case splitting
  /// ``AutoencodingDescent``: the paper's.
  case descent

  /// The solver.
  ///
  /// - Parameters:
  ///   - iterations: its own number if not given.
  ///   - seed: of the noise on the autoencoder's input.
  public func solver(iterations: Int? = nil, seed: UInt64 = 0) -> any RestorationSolver {
    switch self {
    case .splitting:
      var splitting = AutoencodingSplitting()
      splitting.seed = seed
      if let iterations {
        splitting.denoisings = min(splitting.denoisings, iterations)
        splitting.descents = iterations - splitting.denoisings
      }
      return splitting
    case .descent:
      var descent = AutoencodingDescent()
      (descent.seed, descent.iterations) = (seed, iterations ?? descent.iterations)
      return descent
    }
  }
}
