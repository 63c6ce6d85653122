import ArgumentParser
import Burnish
import BurnishEvaluation

/// The way to the minimum of a prior's energy, and how far it is gone; what it is by default depends on the prior.
struct MethodOptions: ParsableArguments {
  @Option(
    name: .customLong("solver"),
    help: ArgumentHelp("How to solve.", valueName: "method"))
  var chosen: RestorationMethod?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Iterations. (default: by method and noise)", valueName: "n"),
    transform: number(of: "--iterations", in: 1...100_000))
  var iterations: Int?

  static let modelHelp = RestorationEvaluation.priorHelp

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
