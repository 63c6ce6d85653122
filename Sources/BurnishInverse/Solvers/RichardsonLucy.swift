// W. H. Richardson, "Bayesian-Based Iterative Method of Image Restoration", 1972; L. B. Lucy, "An Iterative
// Technique for the Rectification of Observed Distributions", 1974.
//
// Departures from the papers: what was seen need not be all that the blur made. A pixel is corrected by what was seen
// of it, divided by how much that is, as by O. Whyte et al., "Deblurring Shaken and Partially Saturated Images", 2011;
// one of which nothing was seen stays as it starts.

import BurnishSolvers
import BurnishTensors

/// Sharpens images toward the one under which what was seen is likeliest, were each pixel a count of photons;
/// it knows nothing of images, and stops before it restores the noise. Channels are sharpened one by one.
///
/// The degradation must take images without negative samples to such images, as blurs and masks do. Results are not
/// clipped from above.
public struct RichardsonLucy: InverseSolver {
  public var iterations = 30

  public init() {}

  /// The same for noise of any strength: it is not looked at.
  public func iterationCount(sigma: Float) -> Int { iterations }

  public func solve(
    _ problem: InverseProblem, shouldStop: () -> Bool,
    observer: (RestorationIteration, Tensor) throws -> Void
  ) rethrows -> RestorationResult {
    let degradation = problem.degradation
    let (least, minimumShare): (Float, Float) = (1e-4, 1e-6)
    let seen = atLeast(0, problem.observed)
    // How much of each pixel is seen at all: little of those in a margin, nothing of those in large holes.
    let share = degradation.applyAdjoint(Tensor(repeating: 1, shape: seen.shape))
    let unseen = share.withUnsafeSamples { share in
      Tensor(shape: problem.start.shape) { unseen in
        for index in unseen.indices { unseen[index] = share[index] < minimumShare ? 1 : 0 }
      }
    }
    // 1 where nothing is seen, to the bit.
    let divisor = atLeast(minimumShare, share) * (unseen * -1 + 1) + unseen
    var result = RestorationResult(image: atLeast(least, problem.start))
    for number in stride(from: 1, through: iterations, by: 1) {
      if shouldStop() { return result }
      let blurred = degradation.apply(result.image)
      let error = blurred - problem.observed
      let ratio = seen / atLeast(least, blurred)
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

  private func atLeast(_ least: Float, _ x: Tensor) -> Tensor {
    x.clipped(to: least...Float.greatestFiniteMagnitude)
  }
}
