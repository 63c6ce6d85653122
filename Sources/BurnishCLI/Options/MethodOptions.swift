import ArgumentParser
import Burnish
import BurnishEvaluation

/// How to minimize a prior's energy, and for how many iterations. The defaults depend on the prior.
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

  /// Refuses options that would have no effect.
  ///
  /// - Parameters:
  ///   - model: the model that restores, which is no prior with a solver.
  ///   - takesIterations: whether the model still has iterations.
  ///   - seed: the user's seed for a prior.
  func checkUnused(by model: String, takesIterations: Bool = false, seed: UInt64? = nil) throws {
    if chosen != nil || (iterations != nil && !takesIterations) {
      throw ValidationError(
        "--model \(model): has no --solver\(takesIterations ? "" : " and no --iterations")")
    }
    if seed != nil { throw ValidationError("--model \(model): has no --seed") }
  }

  /// Refuses options that a classical method does not take.
  func checkUnused(by method: ClassicalMethod, seed: UInt64? = nil) throws {
    try checkUnused(
      by: method.rawValue, takesIterations: method.takesIterations, seed: seed)
  }
}

extension RestorationMethod: ExpressibleByArgument {}
