import BurnishTensors

/// How a filter that was trained for noise of one strength takes off noise of another.
///
/// The samples are multiplied until their noise has the strength of training. Far beyond 0...1, however, no
/// filter knows images: where noise is weak, it is given samples of ``maximumScale`` times their contrast,
/// as if the noise were stronger than it is, and only a share of what it changes is taken. Of errors that the
/// filter makes beside noise of the standard deviation s, which have about `k s²` for a mean square, and of
/// noise of σ that is left where nothing is changed, the share `σ² / (σ² + k s²)` leaves the least, if the two
/// have nothing to do with each other.
struct NoiseMatching {
  /// What samples are multiplied by.
  let scale: Float
  /// How much of what the filter changes is taken, 0...1.
  let share: Float

  static let maximumScale: Float = 2
  /// k above.
  private static let errorShare: Float = 0.5

  /// - Parameters:
  ///   - sigma: the standard deviation of the noise; `nil` where it is not known.
  ///   - trained: that of training, on the same scale; `nil` where it is no single one.
  init(sigma: Float?, trained: Float?) {
    guard let sigma, let trained else {
      (scale, share) = (1, 1)
      return
    }
    scale = min(trained / sigma, Self.maximumScale)
    let ratio = sigma * scale / trained
    // One where the scale is not bounded.
    share = ratio * ratio * (1 + Self.errorShare) / (ratio * ratio + Self.errorShare)
  }

  /// What `filter` makes of samples.
  ///
  /// - Parameter filter: is given the samples as the filter is to see them, and what they were multiplied by.
  func filtered(
    _ samples: Tensor, by filter: (_ samples: Tensor, _ scale: Float) throws -> Tensor
  ) rethrows -> Tensor {
    let result =
      scale == 1 ? try filter(samples, 1) : try filter(samples * scale, scale) * (1 / scale)
    return share == 1 ? result : samples + (result - samples) * share
  }
}
