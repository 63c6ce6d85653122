import Synchronization

/// Collects how the reconstructions inside a network converged, over all its inputs.
///
/// A network that several threads use at once shares one record.
public final class ReconstructionRecord: Sendable {
  public struct Summary: Sendable, Hashable {
    /// The number of solved systems.
    public var solves = 0
    /// The most iterations that one system took.
    public var iterations = 0
    /// The maximum ``WeightedPoissonSolver/Report/relativeResidual``, or NaN if one of them was NaN.
    public var relativeResidual = 0.0
    /// The number of systems that reached the solver's tolerance.
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

  /// Clears the summary.
  public func reset() { state.withLock { $0 = Summary() } }

  public func add(_ reports: [WeightedPoissonSolver.Report]) {
    state.withLock { summary in for report in reports { summary.add(report) } }
  }
}
