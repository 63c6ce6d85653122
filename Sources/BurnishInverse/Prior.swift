import BurnishTensors

/// A prior on natural images, given by a denoiser that takes a noise level.
public protocol Prior: Sendable {
  /// Removes the noise of an image.
  ///
  /// - Parameters:
  ///   - image: `[1, C, H, W]`, samples in 0...1 plus noise.
  ///   - sigma: the standard deviation of the noise for samples in 0...255, above 0.
  /// - Returns: the denoised image, in the same shape, not clipped.
  func denoised(_ image: Tensor, sigma: Float) -> Tensor
}
