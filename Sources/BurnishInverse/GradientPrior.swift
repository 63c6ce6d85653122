import BurnishTensors

/// A prior that measures how far a denoiser A changes an image I, `‖A(I + n) − I‖²`, and computes the gradient.
///
/// S. A. Bigdeli, M. Zwicker, "Image Restoration using Autoencoding Priors" (DAEP), section 4.2. The noise n keeps the
/// denoiser's input similar to its training images.
public protocol GradientPrior: Prior {
  /// The standard deviation of n, for samples in 0...255.
  var sigma: Float { get }

  /// A prior for weaker noise, or `nil`. It restores finer structures but does not remove coarse errors.
  var fine: Self? { get }

  /// The noise of an iteration, which depends only on the seed and the iteration's number.
  ///
  /// - Parameters:
  ///   - seed: the seed of the whole restoration.
  ///   - iteration: counts from 1.
  ///   - image: `[1, C, H, W]`.
  /// - Returns: the noise for ``evaluated(at:noise:)`` with such an image, for samples in 0...1.
  func noise(seed: UInt64, iteration: Int, for image: Tensor) -> Tensor

  /// The squared difference for an image, and its gradient.
  ///
  /// - Parameters:
  ///   - image: I, `[1, C, H, W]`, samples in 0...1.
  ///   - noise: n, in the shape that ``noise(seed:iteration:for:)`` returns.
  func evaluated(at image: Tensor, noise: Tensor) -> PriorEvaluation
}

extension GradientPrior {
  public var fine: Self? { nil }

  /// The weight of the squared difference in the paper's program: `g = 4 · 6.875 / (2 s²)` for noise of s.
  ///
  /// The weighted difference is added to `‖D I − B‖² / σ²`. (The weight of the mean shift itself is 6.875 / (2 s²). The
  /// difference is half of the mean shift, by equation 8.)
  public var weight: Double { 4 * 6.875 / (2 * Double(sigma) * Double(sigma)) }
}
