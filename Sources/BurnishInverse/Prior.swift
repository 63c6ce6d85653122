import BurnishTensors

/// What natural images look like, known by a denoiser: any that is given a noise level.
public protocol Prior: Sendable {
  /// An image without its noise.
  ///
  /// - Parameters:
  ///   - image: `[1, C, H, W]`, samples in 0...1 beside their noise.
  ///   - sigma: the standard deviation of the noise for samples in 0...255, above 0.
  /// - Returns: of the same shape, not clipped.
  func denoised(_ image: Tensor, sigma: Float) -> Tensor
}
