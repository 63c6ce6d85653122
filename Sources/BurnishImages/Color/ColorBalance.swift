import BurnishCore
import Foundation

/// How often each color occurs in training images, and weights that keep rare colors from getting lost.
///
/// R. Zhang, P. Isola, A. A. Efros, "Colorful Image Colorization", section 2.2, equation 4.
public struct ColorBalance: Sendable {
  /// The share of each bin among the pixels, smoothed over nearby bins. The shares sum to 1.
  public let frequencies: [Float]
  /// The weight of a pixel in each bin. The mean over the pixels is 1.
  public let weights: [Float]

  /// - Parameters:
  ///   - counts: the number of pixels nearest to each bin, at least one in total.
  ///   - bins: the bins, whose ``ColorBins/sigma`` is the standard deviation of the Gaussian that smooths the
  ///     counts.
  ///   - uniformShare: the share of the uniform distribution that is mixed with the pixels' distribution: λ in the
  ///     paper, 0 for full balance.
  public init(counts: [Int], bins: ColorBins = .gamut, uniformShare: Float = 0.5) {
    require(
      counts.count == bins.count && counts.contains { $0 > 0 },
      "\(counts.count) counts for \(bins.count) bins, or all of them zero")
    let total = Double(counts.reduce(0, +))
    var smoothed = [Double](repeating: 0, count: bins.count)
    let scale = 2 * Double(bins.sigma) * Double(bins.sigma)
    for (bin, count) in counts.enumerated() where count > 0 {
      // Each bin's count is distributed only over existing bins, so that none of it is lost.
      let kernel = (0..<bins.count).map { other in
        let (da, db) = (
          Double(bins.a[bin] - bins.a[other]), Double(bins.b[bin] - bins.b[other])
        )
        return exp(-(da * da + db * db) / scale)
      }
      let share = Double(count) / total / kernel.reduce(0, +)
      for other in 0..<bins.count { smoothed[other] += share * kernel[other] }
    }
    let mixed = smoothed.map {
      1 / ((1 - Double(uniformShare)) * $0 + Double(uniformShare) / Double(bins.count))
    }
    let mean = zip(smoothed, mixed).reduce(0) { $0 + $1.0 * $1.1 }
    frequencies = smoothed.map { Float($0) }
    weights = mixed.map { Float($0 / mean) }
  }
}
