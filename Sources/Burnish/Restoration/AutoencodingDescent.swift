// S. A. Bigdeli, M. Zwicker, "Image Restoration using Autoencoding Priors" (DAEP), section 4.2,
// algorithm 1.
//
// Departures from the paper: as in its authors' release, the weights of the two gradients sum to one
// instead of being 1/σ² and γ (``AutoencodingDescent/Weighting``), and samples are clipped to 0...1
// after each step. Both forms have the same minimum where they have the same ratio.

import BurnishTensors

/// Restores pictures from any linear degradation that is known, by gradient descent with momentum on the
/// distance from what was seen and that from natural pictures.
///
/// ```swift
/// let prior = try AutoencodingPrior(contentsOf: "autoencoder-sigma25.safetensors")
/// let blur = Blur(try BlurKernel(contentsOf: "kernel.png"), border: .valid, of: [1, 3, 274, 274])
/// let result = AutoencodingDescent(weighting: .balanced(sigma: 2.55))
///   .restored(observed, degradedBy: blur, prior: prior, from: start)
/// ```
public struct AutoencodingDescent: Sendable {
  /// How much the gradient of the prior counts; that of the data counts for the rest, up to 1.
  public enum Weighting: Sendable, Hashable {
    /// `1 / √i` in iteration i, from 1 on: where there is no noise, as in super-resolution.
    case fading
    /// `g / (g + 1 / σ²)` with `g = 4 · 6.875 / (2 s²)`, for noise of the standard deviation σ and an
    /// autoencoder trained on noise of s, both for samples in 0...255.
    case balanced(sigma: Float)

    /// - Parameters:
    ///   - iteration: from 1 on.
    ///   - trained: the standard deviation of the noise that the autoencoder was trained on.
    func priorWeight(iteration: Int, trained: Float) -> Double {
      switch self {
      case .fading: return 1 / Double(iteration).squareRoot()
      case .balanced(let sigma):
        let gamma = 4 * 6.875 / (2 * Double(trained) * Double(trained))
        return gamma / (gamma + 1 / (Double(sigma) * Double(sigma)))
      }
    }
  }

  public var weighting: Weighting
  public var iterations = 300
  public var stepSize: Float = 0.1
  /// How much of a step goes on in the next one.
  public var momentum: Float = 0.9
  /// Of the noise on the autoencoder's input.
  public var seed: UInt64 = 0

  public init(weighting: Weighting) { self.weighting = weighting }

  /// What an iteration started from. Squares are of samples in 0...1, sums over all samples.
  public struct Iteration: Sendable, Hashable {
    /// From 1 on.
    public let number: Int
    /// The weight of the prior, w.
    public let priorWeight: Double
    /// `‖A I − B‖²`, of the degradation A and what was seen, B.
    public let dataResidual: Double
    /// `‖A(I + n) − I‖²`, of the autoencoder A, with this iteration's noise.
    public let priorResidual: Double

    /// `((1 − w) ‖A I − B‖² + w ‖A(I + n) − I‖²) / 2`, whose gradient the iteration follows.
    public var energy: Double {
      ((1 - priorWeight) * dataResidual + priorWeight * priorResidual) / 2
    }
  }

  public struct Result: Sendable {
    /// `[1, C, H, W]`, samples in 0...1.
    public var picture: Tensor
    public var iterations: [Iteration]
    /// Whether all iterations were taken, and not the work ended before.
    public var isComplete: Bool
  }

  /// Restores a picture.
  ///
  /// - Parameters:
  ///   - observed: what was seen, of the shape that the degradation makes; samples in 0...1 beside noise.
  ///   - degradation: of pictures of as many channels as the prior's.
  ///   - prior: what natural pictures look like.
  ///   - start: the first estimate, of the shape before the degradation.
  ///   - interior: the part of the picture in which the prior counts, everywhere if not given. Outside
  ///     of it, such as in the margin that a blur without known borders takes its samples from, the data
  ///     alone decide.
  ///   - shouldStop: asked before every iteration; the result is then what the picture has become.
  ///   - observer: called after every iteration with the picture that it made.
  /// - Throws: whatever `observer` throws, which ends the work.
  public func restored(
    _ observed: Tensor, degradedBy degradation: any PictureOperator, prior: AutoencodingPrior,
    from start: Tensor, interior: Cut? = nil, shouldStop: () -> Bool = { false },
    observer: (Iteration, Tensor) throws -> Void = { _, _ in }
  ) rethrows -> Result {
    try restored(
      observed, degradedBy: degradation, prior: prior, from: start, interior: interior,
      noise: { number in
        var random = RandomNumbers(seed: seed, stream: UInt64(number))
        return random.normal(shape: start.shape, standardDeviation: prior.sigma / 255)
      }, shouldStop: shouldStop, observer: observer)
  }

  /// - Parameter noise: that of an iteration, of the shape of `start`.
  func restored(
    _ observed: Tensor, degradedBy degradation: any PictureOperator, prior: AutoencodingPrior,
    from start: Tensor, interior: Cut?, noise: (Int) -> Tensor, shouldStop: () -> Bool,
    observer: (Iteration, Tensor) throws -> Void
  ) rethrows -> Result {
    degradation.checkInput(start)
    degradation.checkOutput(observed)
    precondition(
      start.shape[1] == prior.channels && interior?.inputShape ?? start.shape == start.shape,
      "a picture of shape \(start.shape), a prior for \(prior.channels) channels and an interior of "
        + "\(interior?.inputShape ?? start.shape) do not go together")
    var result = Result(picture: clipped(start, to: 0...1), iterations: [], isComplete: false)
    var step = Tensor(zeros: start.shape)
    for number in stride(from: 1, through: iterations, by: 1) {
      if shouldStop() { return result }
      let weight = weighting.priorWeight(iteration: number, trained: prior.sigma)
      let error = degradation.apply(result.picture) - observed
      let (difference, priorGradient) = prior.evaluated(
        at: result.picture, noise: noise(number))
      let inner = interior.map { $0.applyAdjoint($0.apply(priorGradient)) } ?? priorGradient
      var gradient = inner * Float(weight)
      gradient.accumulate(degradation.applyAdjoint(error), scale: Float(1 - weight))
      let iteration = Iteration(
        number: number, priorWeight: weight, dataResidual: dot(error, error),
        priorResidual: dot(difference, difference))
      step = step * momentum
      step.accumulate(gradient, scale: -stepSize)
      result.picture = clipped(result.picture + step, to: 0...1)
      result.iterations.append(iteration)
      try observer(iteration, result.picture)
    }
    result.isComplete = true
    return result
  }
}
