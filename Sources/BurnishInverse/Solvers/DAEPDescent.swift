// S. A. Bigdeli, M. Zwicker, "Image Restoration using Autoencoding Priors" (DAEP), section 4.2,
// algorithm 1.
//
// Departures from the paper, as in its authors' release: the weights of the two gradients sum to one
// instead of being 1/σ² and γ (``DAEPDescent/Weighting``), and samples are clipped to 0...1
// after each step. Both forms have the same minimum if they have the same ratio. Without noise, the data's weight
// is arbitrary. There the release enlarges the error of a reduced image like an image: by the adjoint divided by
// ``ImageOperator/squaredNorm``. Otherwise 300 iterations would hardly fit the data of reductions.

import BurnishCore
import BurnishSolvers
import BurnishTensors

/// Restores images from any known linear degradation, by gradient descent with momentum. It lowers the
/// distances from the observed data and from natural images.
///
/// ```swift
/// let descent = DAEPDescent(prior: try AutoencoderPrior.named())
/// let kernel = try BlurKernel(contentsOf: "kernel.png")
/// let problem = try InverseProblem.deblurring(blurred, kernel: kernel, border: .valid, sigma: 2.55)
/// let sharp = problem.visible(descent.solve(problem).image)
/// ```
public struct DAEPDescent: InverseSolver {
  /// The weight of the prior's gradient; the weights of prior and data sum to 1.
  public enum Weighting: Sendable, Hashable {
    /// `1 / √i` in iteration i, counted from 1, for problems without noise such as super-resolution.
    case fading
    /// `g / (g + 1 / σ²)` with `g = 4 · 6.875 / (2 s²)`, for noise of the standard deviation σ and an
    /// autoencoder trained on noise of s, both for samples in 0...255.
    case balanced

    /// - Parameters:
    ///   - iteration: counts from 1.
    ///   - sigma: σ, above 0 for ``balanced``.
    ///   - gamma: g.
    func priorWeight(iteration: Int, sigma: Float, gamma: Double) -> Double {
      switch self {
      case .fading: 1 / Double(iteration).squareRoot()
      case .balanced: gamma / (gamma + 1 / (Double(sigma) * Double(sigma)))
      }
    }
  }

  /// The prior on natural images.
  public var prior: any GradientPrior
  /// If not given, balanced. A problem without noise is always solved with ``Weighting/fading``, because no weights are
  /// in balance with its noise.
  public var weighting: Weighting?
  public var iterations = 300
  public var stepSize: Float = 0.1
  /// The share of a step that carries over to the next one.
  public var momentum: Float = 0.9
  /// The seed of the noise on the denoiser's input.
  public var seed: UInt64 = 0

  public init(prior: any GradientPrior) { self.prior = prior }

  public func iterationCount(sigma: Float) -> Int { iterations }

  public func solve(
    _ problem: InverseProblem, shouldStop: () -> Bool,
    observer: (RestorationIteration, Tensor) throws -> Void
  ) rethrows -> RestorationResult {
    try solve(
      problem, noise: { prior.noise(seed: seed, iteration: $0, for: problem.start) },
      shouldStop: shouldStop, observer: observer)
  }

  /// Restores an image with the caller's noise.
  ///
  /// - Parameter noise: returns the noise on the denoiser's input for an iteration, counted from 1. The noise is for
  ///   samples in 0...1 and has the shape of the prior's noise.
  public func solve(
    _ problem: InverseProblem, noise: (Int) -> Tensor, shouldStop: () -> Bool,
    observer: (RestorationIteration, Tensor) throws -> Void
  ) rethrows -> RestorationResult {
    let weighting = problem.sigma > 0 ? weighting ?? .balanced : .fading
    let degradation = problem.degradation
    let dataScale = weighting == .fading ? 1 / degradation.squaredNorm : 1
    var result = RestorationResult(image: problem.start.clipped(to: problem.range))
    var step = Tensor(zeros: problem.start.shape)
    for number in stride(from: 1, through: iterations, by: 1) {
      if shouldStop() { return result }
      let weight = weighting.priorWeight(
        iteration: number, sigma: problem.sigma, gamma: prior.weight)
      let error = degradation.apply(result.image) - problem.observed
      let priorTerm = prior.evaluated(at: result.image, noise: noise(number))
      let inner =
        problem.interior.map { $0.applyAdjoint($0.apply(priorTerm.gradient)) }
        ?? priorTerm.gradient
      var gradient = inner * Float(weight)
      let dataWeight = (1 - weight) * dataScale
      gradient.accumulate(degradation.applyAdjoint(error), scale: Float(dataWeight))
      step = step * momentum
      step.accumulate(gradient, scale: -stepSize)
      result.image = (result.image + step).clipped(to: problem.range)
      let iteration = RestorationIteration(
        number: number, count: iterations, priorWeight: weight / (weight + dataWeight),
        dataResidual: error.dot(error),
        priorResidual: priorTerm.residual, decibels: problem.decibels(result.image))
      result.iterations.append(iteration)
      try observer(iteration, result.image)
    }
    result.isComplete = true
    return result
  }
}
