import ArgumentParser
import Burnish

/// The way to the minimum of a prior's energy, and how far it is gone; what it is by default depends on the prior.
struct MethodOptions: ParsableArguments {
  @Option(
    name: .customLong("solver"),
    help: """
      splitting, the faster one, or descent, the paper's gradient descent. (default: splitting, with \
      --model daep descent)
      """)
  var chosen: RestorationMethod?

  @Option(
    parsing: .unconditional,
    help: "The number of iterations. (default: 20, and 30 where there is no noise; of descent 300)",
    transform: number(of: "--iterations", in: 1...100_000))
  var iterations: Int?

  static let modelHelp = """
    The name of a shipped autoencoder (see 'burnish models'), the path of a .safetensors file, or daep, \
    which restores as the paper does: with the autoencoder for noise of 25 alone, by descent
    """

  /// Refuses what would have no effect.
  ///
  /// - Parameters:
  ///   - model: what restores, where that is no prior with a solver.
  ///   - takesIterations: whether it has iterations nevertheless.
  ///   - seed: one that is given for a prior.
  func checkUnused(by model: String, takesIterations: Bool = false, seed: UInt64? = nil) throws {
    if chosen != nil || (iterations != nil && !takesIterations) {
      throw ValidationError(
        "--model \(model): has no --solver\(takesIterations ? "" : " and no --iterations")")
    }
    if seed != nil { throw ValidationError("--model \(model): has no --seed") }
  }

  /// Refuses what a classical method does not take.
  func checkUnused(by method: ClassicalMethod, seed: UInt64? = nil) throws {
    try checkUnused(
      by: method.rawValue, takesIterations: method.takesIterations, seed: seed)
  }
}

extension RestorationMethod: ExpressibleByArgument {}
