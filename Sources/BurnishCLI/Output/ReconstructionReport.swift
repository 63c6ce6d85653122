import BurnishSolvers
import Foundation

extension ReconstructionRecord {
  /// Prints the residuals of a network whose results come from a solver.
  func report() {
    let summary = summary
    print(
      "\(summary.solves) reconstructions: relative residual at most "
        + String(format: "%.1e, ", summary.relativeResidual)
        + "\(summary.iterations) iterations at most")
    if summary.converged < summary.solves {
      print("\(summary.solves - summary.converged) of them did not reach their tolerance")
    }
  }
}
