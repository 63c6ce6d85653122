import Foundation

/// How often colors are in the images of a training, and what each counts so that rare ones are not
/// lost among them.
///
/// R. Zhang, P. Isola, A. A. Efros, "Colorful Image Colorization", section 2.2, equation 4.
public struct ColorBalance: Sendable {
  /// The share of each bin among the pixels, smoothed over the bins around it; they sum to 1.
  public let frequencies: [Float]
  /// What a pixel of each bin counts; the mean over the pixels is 1.
  public let weights: [Float]

  /// - Parameters:
  ///   - counts: how many pixels are nearest to each bin, one at least in all.
  ///   - bins: the standard deviation of whose Gaussian smooths the counts.
  ///   - uniformShare: the part of the uniform distribution that is mixed to the pixels' own: λ in the
  ///     paper, 0 for full balance.
  public init(counts: [Int], bins: ColorBins = .gamut, uniformShare: Float = 0.5) {
    precondition(
      counts.count == bins.count && counts.contains { $0 > 0 },
      "\(counts.count) counts for \(bins.count) bins, or all of them zero")
    let total = Double(counts.reduce(0, +))
    var smoothed = [Double](repeating: 0, count: bins.count)
    let scale = 2 * Double(bins.sigma) * Double(bins.sigma)
    for (bin, count) in counts.enumerated() where count > 0 {
      // What a bin has is shared out among the bins that there are, so that none of it is lost.
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
