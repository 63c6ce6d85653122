// W. H. Richardson, "Bayesian-Based Iterative Method of Image Restoration", 1972; L. B. Lucy, "An Iterative
// Technique for the Rectification of Observed Distributions", 1974.
//
// Departures from the papers: the observed image need not contain the whole blurred image. Each pixel is corrected by
// its observed part, divided by the size of that part, as in O. Whyte et al., "Deblurring Shaken and Partially
// Saturated Images", 2011. Pixels without an observed part keep their start values.

import BurnishSolvers
import BurnishTensors

/// Sharpens images toward the maximum likelihood, treating each pixel as a photon count. It has no prior and stops
/// before it restores the noise. Channels are sharpened separately.
///
/// The degradation must map nonnegative images to nonnegative images, as blurs and masks do. Results are not clipped
/// from above.
public struct RichardsonLucy: InverseSolver {
  public var iterations = 30

  public init() {}

  /// The number of iterations, which does not depend on the noise.
  public func iterationCount(sigma: Float) -> Int { iterations }

  public func solve(
    _ problem: InverseProblem, shouldStop: () -> Bool,
    observer: (RestorationIteration, Tensor) throws -> Void
  ) rethrows -> RestorationResult {
    let degradation = problem.degradation
    let (minimum, minimumShare): (Float, Float) = (1e-4, 1e-6)
    let seen = atLeast(0, problem.observed)
    // The observed share of each pixel: little in a margin, nothing in large holes.
    let share = degradation.applyAdjoint(Tensor(repeating: 1, shape: seen.shape))
    let unseen = share.withUnsafeSamples { share in
      Tensor(shape: problem.start.shape) { unseen in
        for index in unseen.indices { unseen[index] = share[index] < minimumShare ? 1 : 0 }
      }
    }
    // Exactly 1 for unobserved pixels.
    let divisor = atLeast(minimumShare, share) * (unseen * -1 + 1) + unseen
    var result = RestorationResult(image: atLeast(minimum, problem.start))
    for number in stride(from: 1, through: iterations, by: 1) {
      if shouldStop() { return result }
      let blurred = degradation.apply(result.image)
      let error = blurred - problem.observed
      let ratio = seen / atLeast(minimum, blurred)
      result.image = result.image * (degradation.applyAdjoint(ratio) + unseen) / divisor
      let iteration = RestorationIteration(
        number: number, count: iterations, priorWeight: 0, dataResidual: error.dot(error),
        priorResidual: 0, decibels: problem.decibels(result.image))
      result.iterations.append(iteration)
      try observer(iteration, result.image)
    }
    result.isComplete = true
    return result
  }

  private func atLeast(_ minimum: Float, _ x: Tensor) -> Tensor {
    x.clipped(to: minimum...Float.greatestFiniteMagnitude)
  }
}
