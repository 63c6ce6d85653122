import BurnishSolvers
import Foundation

extension ReconstructionRecord {
  /// Prints what residual the results of a network have that solves for them.
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
