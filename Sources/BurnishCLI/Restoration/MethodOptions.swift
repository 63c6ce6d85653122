import ArgumentParser
import Burnish

/// The way to the minimum of a prior's energy, and how far it is gone.
struct MethodOptions: ParsableArguments {
  @Option(
    name: .customLong("solver"),
    help: "splitting, the faster one, or descent, the paper's gradient descent.")
  var method = RestorationMethod.splitting

  @Option(
    parsing: .unconditional,
    help: "The number of iterations. (default: 20, and 30 where there is no noise; of descent 300)",
    transform: number(of: "--iterations", in: 1...100_000))
  var iterations: Int?

  /// Refuses what would have no effect.
  ///
  /// - Parameters:
  ///   - model: what restores, where that is no prior with a solver.
  ///   - takesIterations: whether it has iterations nevertheless.
  func checkUnused(by model: String, takesIterations: Bool = false) throws {
    if method != .splitting || (iterations != nil && !takesIterations) {
      throw ValidationError(
        "--model \(model): has no --solver\(takesIterations ? "" : " and no --iterations")")
    }
  }
}

extension RestorationMethod: ExpressibleByArgument {}
