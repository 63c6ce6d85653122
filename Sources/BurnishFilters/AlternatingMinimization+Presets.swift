import BurnishCore
import Foundation

extension AlternatingMinimization {
  /// The smoothing of Xu et al., which keeps the strongest edges and flattens the areas between them.
  ///
  /// - Parameter strength: their λ, the price of an edge relative to a squared difference from the image. They
  ///   use 0.001 to 0.1. In their units, β starts at twice λ and doubles up to 100 000. Our β is `2 / λ` times
  ///   theirs.
  /// - Throws: ``Failure`` of the kind `usage` for a strength below 1e-30 or one that is not finite.
  public static func l0Smoothing(strength: Float) throws(Failure) -> AlternatingMinimization {
    guard strength >= 1e-30, strength.isFinite else {
      throw Failure(
        .usage, "smoothing", found: "a strength of \(strength)", wanted: "a positive number")
    }
    return l0Smoothing(weight: 2 / strength)
  }

  /// The smoothing of Xu et al. with a strength of 0.02.
  public static func l0Smoothing() -> AlternatingMinimization { l0Smoothing(weight: 100) }

  private static func l0Smoothing(weight: Float) -> AlternatingMinimization {
    AlternatingMinimization(
      penalty: .l0, weight: weight, firstBeta: 4, lastBeta: max(4, 1e5 * weight))
  }

  /// The minimization that removes Gaussian noise.
  ///
  /// λ is 13 (25/σ)^1.3 for total variation, 24 (25/σ)^1.5 for the power 2/3, and 61 (25/σ)^2.3 for L0. The
  /// rules are fits to the best λ at σ = 5, 10, 15, 25, 35, 50, and 75. The data are the luma of every fiftieth
  /// image of BSDS400, eight crops of 192x192 pixels. There the first two rules are within 0.1 dB of the best.
  /// On BSD68 at σ = 25, total variation reaches 27.44 dB, the power 2/3 27.41 dB, and L0 26.55 dB; the noisy
  /// images have 20.17 dB.
  ///
  /// All channels share one gradient, but each has its own distance. So λ for C channels is the gray λ over √C;
  /// total variation then restores equal channels like one gray channel. The test used six of the images in
  /// color at σ = 15 and 50. This λ is within 0.3 dB of the best for both, and up to 1.9 dB better than the gray λ.
  /// - Parameters:
  ///   - sigma: σ, the noise's standard deviation for samples in 0...255; positive. Values below 0.01 act like
  ///     0.01.
  ///   - channels: C, the number of channels.
  /// - Throws: ``Failure`` of the kind `usage` for numbers that are not positive.
  public static func denoising(
    _ penalty: GradientPenalty, sigma: Float, channels: Int
  ) throws(Failure) -> AlternatingMinimization {
    guard channels > 0 else {
      throw Failure(.usage, "image", found: "\(channels) channels", wanted: "1 or more")
    }
    guard sigma > 0, sigma < 1e9 else {
      throw Failure(
        .usage, "sigma", found: "\(sigma)", wanted: "a positive number, for samples in 0...255")
    }
    let (scale, exponent, lastShare): (Float, Float, Float) =
      switch penalty {
      case .totalVariation: (13, 1.3, 16)
      case .hyperLaplacian: (24, 1.5, 4)
      case .l0: (61, 2.3, 4)
      }
    let weight =
      scale * pow(25 / max(sigma, 0.01), exponent) / Float(channels).squareRoot()
    var method = AlternatingMinimization(
      penalty: penalty, weight: weight, firstBeta: weight / 16, lastBeta: weight * lastShare)
    method.rounds = 3
    return method
  }
}
