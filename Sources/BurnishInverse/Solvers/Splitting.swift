// The prior and the energy are from S. A. Bigdeli, M. Zwicker, "Image Restoration using Autoencoding Priors"
// (DAEP), but the minimization differs. The first iterations are half-quadratic splitting as in K. Zhang et
// al., "Learning Deep CNN Denoiser Prior for Image Restoration", CVPR 2017. The others are proximal gradient
// steps with momentum (A. Beck, M. Teboulle, "A Fast Iterative Shrinkage-Thresholding Algorithm", 2009).

import BurnishSolvers
import BurnishTensors
import Foundation

/// Restores images from any known linear degradation in twenty or thirty iterations. Each iteration solves
/// for the data exactly.
///
/// Gradient descent takes one small step for all frequencies alike. Frequencies that a blur nearly removed
/// need hundreds of steps. Here the denoiser proposes an image z. The estimate x minimizes
/// `‖D x − B‖² + ρ ‖x − z‖²` for the degradation D, by conjugate gradients.
///
/// - The first iterations remove coarse errors. The denoiser treats x as an image with noise of a falling
///   strength s. An autoencoder for noise of 25 does not work for weak noise, even with scaled contrast:
///   it never saw images with almost no noise.
/// - So the other iterations use it like the paper: they add noise to the estimate, and z is a step down the
///   gradient of the paper's prior. With steps of length τ and ρ = w / τ, they converge to the minimum of
///   `‖D x − B‖² + w ‖A(x + n) − x‖²`, where w is a share of the paper's weight, `g σ²`.
/// - The last of these use the prior's ``GradientPrior/fine`` prior, if it exists.
///
/// With a prior without a gradient, only the first iterations run. Then set ``denoisings`` and ``strengths`` to suit
/// its denoiser.
public struct Splitting: InverseSolver {
  /// The prior on natural images. Only a ``GradientPrior`` enables more than the first iterations.
  public var prior: any Prior
  /// The number of first iterations.
  public var denoisings = 5
  /// The noise strengths that the first iterations assume for the errors of an estimate, for samples in 0...255.
  /// The strength falls by the same factor in each iteration.
  public var strengths: ClosedRange<Float> = 20...49
  /// The trust in the denoised image compared with an estimate with errors of strength s: ρ is `trust · σ² / s²`.
  /// Below 1, the inverse of a blur causes more errors than the denoiser removes.
  public var trust = 1.5
  /// The number of the other iterations. If not given, it is 15 with noise, and 25 without noise, where more
  /// iterations still improve images.
  public var descents: Int?
  /// The maximum number of these that use the fine prior. It is limited to two thirds of them, because coarse errors
  /// must be gone first.
  public var fineDescents = 10
  /// The prior's weight as a share of the paper's weight.
  public var priorShare = 0.7
  /// The fine prior's weight as a share of the paper's weight.
  public var fineShare = 0.35
  /// The step length τ along the gradient. If the prior's residual exceeds its minimum so far by more than
  /// ``tolerance``, the denoiser overshoots. Then the last step is repeated at half the length and without momentum,
  /// and later steps keep that length.
  public var stepSize: Float = 0.7
  /// The relative growth of the prior's residual that noise on the denoiser's input may cause.
  public var tolerance = 0.1
  /// The share of the last change of the estimate that is added again, at the start of the other iterations. It
  /// falls to 0 in the last one.
  public var momentum: Float = 0.8
  /// The share of the running mean that each iteration keeps. The result is a running mean of the estimates,
  /// because the added noise makes them fluctuate.
  public var averaging: Float = 0.5
  /// The minimum noise strength to assume. 8-bit samples are rounded, and without noise the prior would have no
  /// weight.
  public var minimumSigma: Float = 1
  /// The seed of the noise on the denoiser's input.
  public var seed: UInt64 = 0
  /// The solver of the data equations.
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

  /// - Parameter noise: returns the noise of an iteration, in the prior's strength.
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
    // The data's contribution still contains errors.
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

  /// The state of a restoration.
  private struct Course {
    var estimate: Tensor
    /// The previous estimate, for the momentum.
    var last: Tensor
    /// The running mean of the estimates.
    var mean: Tensor?
    var slope: Slope?
    /// The result so far.
    var image: Tensor

    init(_ problem: InverseProblem) {
      (estimate, last) = (problem.start, problem.start)
      image = problem.start.clipped(to: problem.range)
    }

    /// Clears the history of the estimate.
    mutating func reset() { (last, mean, slope) = (estimate, nil, nil) }
  }

  /// A point, the prior's gradient there, and the step length along it.
  private struct Slope {
    let point, gradient: Tensor
    var stepSize: Float
    /// The minimum over this point and the previous ones.
    let minimumResidual: Double

    var proposal: Tensor { point - gradient * stepSize }
  }

  /// The noise strength of one of the first iterations.
  private func strength(_ number: Int) -> Double {
    let (maximum, minimum) = (Double(strengths.upperBound), Double(strengths.lowerBound))
    guard denoisings > 1 else { return maximum }
    return maximum * pow(minimum / maximum, Double(number - 1) / Double(denoisings - 1))
  }

  /// The momentum of one of the other iterations; 0 in the first of them, which has no previous step.
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
