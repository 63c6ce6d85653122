// W. H. Richardson, "Bayesian-Based Iterative Method of Image Restoration", 1972; L. B. Lucy, "An Iterative
// Technique for the Rectification of Observed Distributions", 1974.

import BurnishSolvers
import BurnishTensors

/// Sharpens pictures toward the one under which what was seen is likeliest, were each pixel a count of photons;
/// it knows nothing of pictures, and stops before it restores the noise.
public struct RichardsonLucy: Sendable {
  public var iterations = 30

  public init() {}

  /// - Parameter problem: whose degradation takes pictures without negative samples to such pictures, as blurs
  ///   and masks do.
  /// - Returns: the picture, in the shape of the problem's start, not clipped from above.
  public func restored(_ problem: RestorationProblem) -> Tensor {
    let degradation = problem.degradation
    let least: Float = 1e-4
    let seen = atLeast(0, problem.observed)
    // How much of each pixel is seen at all: little of those in a margin.
    let share = degradation.applyAdjoint(Tensor(repeating: 1, shape: seen.shape))
    var picture = atLeast(least, problem.start)
    for _ in 0..<iterations {
      let ratio = seen / atLeast(least, degradation.apply(picture))
      picture = picture * degradation.applyAdjoint(ratio) / atLeast(1e-6, share)
    }
    return picture
  }

  private func atLeast(_ least: Float, _ x: Tensor) -> Tensor {
    clipped(x, to: least...Float.greatestFiniteMagnitude)
  }
}
