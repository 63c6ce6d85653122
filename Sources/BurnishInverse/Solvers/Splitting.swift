// After S. A. Bigdeli, M. Zwicker, "Image Restoration using Autoencoding Priors" (DAEP), whose prior and
// energy these are; the way to their minimum is another. The first iterations are half-quadratic splitting
// as in K. Zhang et al., "Learning Deep CNN Denoiser Prior for Image Restoration", CVPR 2017; the others are
// proximal gradient steps with momentum (A. Beck, M. Teboulle, "A Fast Iterative Shrinkage-Thresholding
// Algorithm", 2009).

import BurnishSolvers
import BurnishTensors
import Foundation

/// Restores images from any linear degradation that is known, in twenty or thirty iterations, each of
/// which solves for the data exactly.
///
/// Gradient descent goes toward the data by one small step for all frequencies alike; those that a blur
/// left little of need hundreds of them. Here the denoiser proposes an image z, and the estimate x is the
/// minimum of `‖D x − B‖² + ρ ‖x − z‖²`, of the degradation D, by conjugate gradients.
///
/// - The first iterations remove coarse errors: the denoiser takes x for an image with noise, whose
///   strength s is said to fall. Weak noise is nothing that an autoencoder for noise of 25 can be used for,
///   whatever is done to the contrast: an image almost without noise is none that it has seen.
/// - The others therefore use it as the paper does, on the estimate with noise added, and take a step down
///   the gradient of the paper's prior for z. With a step of the length τ and ρ = w / τ the minimum of
///   `‖D x − B‖² + w ‖A(x + n) − x‖²` is where they come to rest; w is a share of the paper's weight, `g σ²`.
/// - The last of these ask the prior's ``GradientPrior/fine`` one if there is one.
///
/// A prior without a gradient makes the first iterations alone; ``denoisings`` and ``strengths`` are then to be such as
/// suit its denoiser.
public struct Splitting: InverseSolver {
  /// What natural images look like; a ``GradientPrior`` for more than the first iterations.
  public var prior: any Prior
  /// The number of first iterations.
  public var denoisings = 5
  /// The strength of the noise that the first iterations take the errors of an estimate for, falling from one
  /// to the next by the same share; for samples in 0...255.
  public var strengths: ClosedRange<Float> = 20...49
  /// How much better than an estimate with errors of the strength s what becomes of it is taken to be: ρ is this
  /// many times `σ² / s²`. Below 1 a blur's inverse makes more errors than the denoiser removes.
  public var trust = 1.5
  /// The number of the other iterations; if not given, 15, and 25 where there is no noise and they go on making
  /// images better.
  public var descents: Int?
  /// Of these, how many at most ask the fine prior: up to two thirds, as coarse errors must be gone before.
  public var fineDescents = 10
  /// The share of the paper's weight at which the prior counts.
  public var priorShare = 0.7
  /// Likewise of the fine prior.
  public var fineShare = 0.35
  /// How far they go along the gradient, τ. Where the prior's residual grows, by more than ``tolerance`` above
  /// its least so far, the denoiser changes more than it is given: the last step is taken again, half as long and
  /// without momentum, and those after it stay so short.
  public var stepSize: Float = 0.7
  /// The growth of the prior's residual that is put down to the noise on the denoiser's input.
  public var tolerance = 0.1
  /// How much of the way from one estimate to the next is gone again, in the first of the other iterations;
  /// falls to none in the last one.
  public var momentum: Float = 0.8
  /// The result is a running mean of the estimates, as noise that is added makes them waver: how much of the
  /// mean stays in each iteration.
  public var averaging: Float = 0.5
  /// The least strength of noise that is reckoned with, as samples of 8 bits are rounded and without any
  /// noise the prior would not count.
  public var minimumSigma: Float = 1
  /// Of the noise on the denoiser's input.
  public var seed: UInt64 = 0
  /// Of the data's equations.
  var equations = ConjugateGradient(relativeTolerance: 1e-3, maximumIterations: 100)

  public init(prior: any Prior) { self.prior = prior }

  public func iterationCount(sigma: Float) -> Int {
    prior is any GradientPrior ? denoisings + (descents ?? (sigma > 0 ? 15 : 25)) : denoisings
  }

  public func solve(
    _ problem: InverseProblem, shouldStop: () -> Bool,
    observer: (RestorationIteration, Tensor) throws -> Void
  ) rethrows -> RestorationResult {
    try solve(
      problem, noise: { $1.noise(seed: seed, iteration: $0, for: problem.start) },
      shouldStop: shouldStop, observer: observer)
  }

  /// - Parameter noise: that of an iteration, as strong as the prior wants it.
  func solve(
    _ problem: InverseProblem, noise: (Int, any GradientPrior) -> Tensor,
    shouldStop: () -> Bool, observer: (RestorationIteration, Tensor) throws -> Void
  ) rethrows -> RestorationResult {
    let sigma = Double(max(problem.sigma, minimumSigma))
    let count = iterationCount(sigma: problem.sigma)
    let fineCount = min(fineDescents, max(0, count - denoisings) * 2 / 3)
    var course = Course(problem)
    var result = RestorationResult(image: course.image)
    for number in stride(from: 1, through: count, by: 1) {
      if shouldStop() { return result }
      let weight: Double
      let residuals: Residuals
      if number > denoisings, let prior = prior as? any GradientPrior {
        let fine = number > count - fineCount ? prior.fine : nil
        if fine != nil, number == count - fineCount + 1 { course.reset() }
        let (asked, share) = fine.map { ($0, fineShare) } ?? (prior, priorShare)
        weight = share * asked.weight * sigma * sigma
        residuals = descend(
          &course, problem, asked, noise: noise(number, prior) * (asked.sigma / prior.sigma),
          weight: weight, momentum: momentum(at: number, of: count))
      } else {
        let strength = strength(number)
        weight = trust * sigma * sigma / (strength * strength)
        if number == 1 {
          course.estimate =
            problem.dataStep(near: course.estimate, weight: weight, equations: equations).image
        }
        residuals = denoise(&course, problem, strength: Float(strength), weight: weight)
      }
      result.image = course.image
      let iteration = RestorationIteration(
        number: number, count: count, priorWeight: weight / (1 + weight),
        dataResidual: residuals.data, priorResidual: residuals.prior,
        equationsResidual: residuals.equations, decibels: problem.decibels(result.image))
      result.iterations.append(iteration)
      try observer(iteration, result.image)
    }
    result.isComplete = true
    return result
  }

  /// One of the first iterations.
  private func denoise(
    _ course: inout Course, _ problem: InverseProblem, strength: Float, weight: Double
  ) -> Residuals {
    let estimate = course.estimate
    let proposal = prior.denoised(estimate, sigma: strength)
    let step = problem.dataStep(near: proposal, weight: weight, equations: equations)
    course.estimate = step.image
    course.reset()
    // What the data add to it are still errors as well.
    course.image = proposal.clipped(to: problem.range)
    let change = proposal - estimate
    return Residuals(
      problem, estimate, prior: change.dot(change), equations: step.relativeResidual)
  }

  /// One of the other iterations.
  private func descend(
    _ course: inout Course, _ problem: InverseProblem, _ prior: any GradientPrior,
    noise: Tensor, weight: Double, momentum: Float
  ) -> Residuals {
    let ahead = course.estimate + (course.estimate - course.last) * momentum
    let term = prior.evaluated(at: ahead, noise: noise)
    let isTooFar =
      course.slope.map { term.residual > (1 + tolerance) * $0.minimumResidual } ?? false
    if isTooFar {
      course.slope!.stepSize /= 2
    } else {
      course.slope = Slope(
        point: ahead, gradient: term.gradient, stepSize: course.slope?.stepSize ?? stepSize,
        minimumResidual: min(term.residual, course.slope?.minimumResidual ?? .infinity))
    }
    let slope = course.slope!
    let step = problem.dataStep(
      near: slope.proposal, weight: weight / Double(slope.stepSize), equations: equations)
    let next = step.image
    let mean = isTooFar ? nil : course.mean.map { $0 * averaging + next * (1 - averaging) }
    (course.last, course.estimate) = (isTooFar ? next : course.estimate, next)
    course.mean = mean ?? next
    course.image = course.mean!.clipped(to: problem.range)
    return Residuals(problem, ahead, prior: term.residual, equations: step.relativeResidual)
  }

  /// How far a restoration has come.
  private struct Course {
    var estimate: Tensor
    /// The estimate before, from which momentum comes.
    var last: Tensor
    /// Of the estimates.
    var mean: Tensor?
    var slope: Slope?
    /// What would be the result.
    var image: Tensor

    init(_ problem: InverseProblem) {
      (estimate, last) = (problem.start, problem.start)
      image = problem.start.clipped(to: problem.range)
    }

    /// Forgets the way to the estimate.
    mutating func reset() { (last, mean, slope) = (estimate, nil, nil) }
  }

  /// A point of which the prior's gradient is known, and how far to go along it.
  private struct Slope {
    let point, gradient: Tensor
    var stepSize: Float
    /// Of this point and those before it.
    let minimumResidual: Double

    var proposal: Tensor { point - gradient * stepSize }
  }

  /// The strength of noise in one of the first iterations.
  private func strength(_ number: Int) -> Double {
    let (greatest, least) = (Double(strengths.upperBound), Double(strengths.lowerBound))
    guard denoisings > 1 else { return greatest }
    return greatest * pow(least / greatest, Double(number - 1) / Double(denoisings - 1))
  }

  /// The momentum in one of the other iterations; none in their first, before which there is no way.
  private func momentum(at number: Int, of count: Int) -> Float {
    let index = number - denoisings - 1
    return index == 0 ? 0 : momentum * (1 - Float(index) / Float(max(1, count - denoisings - 1)))
  }

  private struct Residuals {
    let data, prior, equations: Double

    init(_ problem: InverseProblem, _ image: Tensor, prior: Double, equations: Double) {
      let error = problem.degradation.apply(image) - problem.observed
      (data, self.prior, self.equations) = (error.dot(error), prior, equations)
    }
  }
}
