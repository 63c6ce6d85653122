import BurnishTensors

/// A prior that measures how far an image I is from what its denoiser A makes of it, `‖A(I + n) − I‖²`, and knows
/// the gradient.
///
/// S. A. Bigdeli, M. Zwicker, "Image Restoration using Autoencoding Priors" (DAEP), section 4.2. The noise n keeps the
/// denoiser's input among what it has seen.
public protocol GradientPrior: Prior {
  /// The standard deviation of n, for samples in 0...255.
  var sigma: Float { get }

  /// Another one for weaker noise, which knows finer structures but not how to remove coarse errors; `nil` where there
  /// is none.
  var fine: Self? { get }

  /// The noise of an iteration, which depends on the seed and the iteration's number alone.
  ///
  /// - Parameters:
  ///   - seed: one for a restoration.
  ///   - iteration: from 1 on.
  ///   - image: `[1, C, H, W]`.
  /// - Returns: what ``evaluated(at:noise:)`` takes with such an image, for samples in 0...1.
  func noise(seed: UInt64, iteration: Int, for image: Tensor) -> Tensor

  /// The squared difference at an image, and its gradient.
  ///
  /// - Parameters:
  ///   - image: I, `[1, C, H, W]`, samples in 0...1.
  ///   - noise: n, of the shape that ``noise(seed:iteration:for:)`` has.
  func evaluated(at image: Tensor, noise: Tensor) -> PriorEvaluation
}

extension GradientPrior {
  public var fine: Self? { nil }

  /// The weight of the squared difference that the paper's program restores images with, `g = 4 · 6.875 / (2 s²)` for
  /// noise of s: it is added to `‖D I − B‖² / σ²`. (6.875 / (2 s²) would go with the mean shift itself, of which the
  /// difference is half, by equation 8.)
  public var weight: Double { 4 * 6.875 / (2 * Double(sigma) * Double(sigma)) }
}
