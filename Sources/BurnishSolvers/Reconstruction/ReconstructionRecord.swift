import Synchronization

/// What the reconstructions inside a network came to, over all that it was given: what residual its results
/// have. Networks that are used from several threads at once share one record.
public final class ReconstructionRecord: Sendable {
  public struct Summary: Sendable, Hashable {
    /// How many systems were solved.
    public var solves = 0
    /// The most that one of them took.
    public var iterations = 0
    /// The greatest one, as ``WeightedPoissonSolver/Report`` has it; not a number where one was none.
    public var relativeResidual = 0.0
    /// How many reached the solver's tolerance.
    public var converged = 0

    public init() {}

    mutating func add(_ report: WeightedPoissonSolver.Report) {
      solves += 1
      iterations = max(iterations, report.iterations)
      if !(report.relativeResidual <= relativeResidual) {
        relativeResidual = relativeResidual.isNaN ? .nan : report.relativeResidual
      }
      if report.termination == .converged { converged += 1 }
    }
  }

  private let state = Mutex(Summary())

  public init() {}

  public var summary: Summary { state.withLock { $0 } }

  /// Forgets what was added so far, so that the summary is that of what comes.
  public func reset() { state.withLock { $0 = Summary() } }

  public func add(_ reports: [WeightedPoissonSolver.Report]) {
    state.withLock { summary in for report in reports { summary.add(report) } }
  }
}
