import BurnishTensors

/// How a filter that was trained for one strength of noise removes noise of another strength.
///
/// The samples are multiplied so that their noise has the strength of training. Filters do not know
/// samples far beyond 0...1, however, so the scale is at most ``maximumScale``. Weak noise then
/// stays weaker than in training, and only a share of the filter's change is applied.
///
/// Let s be the noise that the filter assumes and σ the actual noise, as standard deviations. The
/// filter's errors have a mean square of about `k s²`; unfiltered samples have the error σ². If the
/// two errors are independent, the share `σ² / (σ² + k s²)` leaves the smallest error.
struct NoiseMatching {
  /// The factor of the samples.
  let scale: Float
  /// The share of the filter's change that is applied, 0...1.
  let share: Float

  static let maximumScale: Float = 2
  /// The k above.
  private static let errorShare: Float = 0.5

  /// - Parameters:
  ///   - sigma: the standard deviation of the noise; `nil` if it is not known.
  ///   - trained: the standard deviation in training, on the same scale; `nil` if there is no
  ///     single one.
  init(sigma: Float?, trained: Float?) {
    guard let sigma, let trained else {
      (scale, share) = (1, 1)
      return
    }
    scale = min(trained / sigma, Self.maximumScale)
    let ratio = sigma * scale / trained
    // The share is 1 if ``maximumScale`` does not limit the scale.
    share = ratio * ratio * (1 + Self.errorShare) / (ratio * ratio + Self.errorShare)
  }

  /// Filters samples by `filter`, scaled and in part.
  ///
  /// - Parameter filter: takes the scaled samples and their factor.
  func filtered<Fault>(
    _ samples: Tensor, by filter: (_ samples: Tensor, _ scale: Float) throws(Fault) -> Tensor
  ) throws(Fault) -> Tensor {
    let result =
      scale == 1 ? try filter(samples, 1) : try filter(samples * scale, scale) * (1 / scale)
    return share == 1 ? result : samples + (result - samples) * share
  }
}
