@_spi(Testing) import BurnishSolvers
import BurnishTensors
import Foundation

/// A system predicted by a network: `(Γ + D'D) u = b`, solved from the previous image.
struct ReconstructionSystem {
  let gamma: Tensor
  let b: Tensor
  let start: Tensor
  /// `‖b‖ + ‖A u₀‖`, the scale of relative residuals.
  let scale: Double

  init(f: Tensor, differences v: Tensor, gamma: Tensor, start: Tensor) {
    (self.gamma, self.start) = (gamma, start)
    b = gamma * f + v.forwardDifferencesAdjoint()
    let image = ReconstructionOperator(gamma: gamma).apply(start)
    scale = b.dot(b).squareRoot() + image.dot(image).squareRoot()
  }
}

/// A way to solve a system.
enum Method: String, CaseIterable {
  case none = "none"
  case jacobi = "Jacobi"
  case cholesky = "incomplete Cholesky (the paper's)"
  case modifiedCholesky = "modified incomplete Cholesky"
  case cosine = "cosine transform, mean γ"
  case generalMultigrid = "multigrid for nine points (Dendy)"
  case cycle = "lean multigrid, as an operator"
  case solver = "lean multigrid, the solver as it is"
}

/// Processor time and iterations until the relative residual reaches each tolerance.
struct Trace {
  static let tolerances = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6]
  var setup = 0.0
  /// The times, with set-up; infinite if the tolerance is never reached.
  var seconds = [Double](repeating: .infinity, count: tolerances.count)
  var iterations = [Int](repeating: 0, count: tolerances.count)
}

extension ReconstructionSystem {
  func trace(_ method: Method) -> Trace {
    switch method {
    case .none: trace { IdentityOperator() }
    case .jacobi:
      trace { JacobiPreconditioner(diagonal: ReconstructionOperator(gamma: gamma).diagonal) }
    case .cholesky: trace { IncompleteCholesky(gamma: gamma, modification: 0) }
    case .modifiedCholesky: trace { IncompleteCholesky(gamma: gamma, modification: 0.97) }
    case .cosine:
      trace {
        ScreenedPoissonSolver(
          shift: Double(gamma.mean()), height: gamma.shape[2], width: gamma.shape[3])
      }
    case .generalMultigrid: trace { MultigridPreconditioner(ninePoints()) }
    case .cycle: trace { ReconstructionPreconditioner(gamma: gamma) }
    case .solver: traceOfSolver()
    }
  }

  private func trace(_ prepare: () -> some LinearOperator) -> Trace {
    var result = Trace()
    let begin = processorTime()
    let preconditioner = prepare()
    result.setup = processorTime() - begin
    let last = Trace.tolerances.last!
    let solver = ConjugateGradient(
      relativeTolerance: last * scale / b.dot(b).squareRoot(), maximumIterations: 400)
    _ = solver.solve(
      ReconstructionOperator(gamma: gamma), b, preconditioner: preconditioner, from: start
    ) { progress in
      for (index, tolerance) in Trace.tolerances.enumerated()
      where progress.residualNorm <= tolerance * scale && result.seconds[index].isInfinite {
        result.seconds[index] = processorTime() - begin
        result.iterations[index] = progress.iteration
      }
    }
    return result
  }

  private func traceOfSolver() -> Trace {
    var result = Trace()
    for (index, tolerance) in Trace.tolerances.enumerated() {
      let begin = processorTime()
      let solution = WeightedPoissonSolver(relativeTolerance: tolerance, maximumIterations: 400)
        .solve(gamma: gamma, b, from: start)
      guard solution.reports[0].termination == .converged else { continue }
      result.seconds[index] = processorTime() - begin
      result.iterations[index] = solution.reports[0].iterations
    }
    return result
  }

  private func ninePoints() -> NinePointOperator {
    var coefficients = NinePointOperator.Coefficients(
      height: gamma.shape[2], width: gamma.shape[3])
    coefficients.diagonal = ReconstructionOperator(gamma: gamma).diagonal.values
    coefficients.east = coefficients.east.map { _ in -1 }
    coefficients.south = coefficients.east
    return NinePointOperator(coefficients)
  }
}

/// The processor time of this process in seconds, which a busy machine disturbs least.
private func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
}
