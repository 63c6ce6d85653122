import Burnish
import BurnishTensors
import Foundation

/// Measures restorations of pictures that no step sees, spoilt by a degradation: the peak
/// signal-to-noise ratio of results that are clipped to 0...1, over all planes of a picture, the mean
/// over the pictures.
struct PictureValidation {
  static let measure = ValidationMeasure(
    name: "PSNR", unit: "dB", direction: .higherIsBetter, baseline: "noisy")
  /// The score of leaving the pictures as they are.
  let baselineScore: Double
  private let kept: [(spoilt: Tensor, truth: Tensor)]

  /// - Parameter truths: `[1, C, H, W]`, samples in 0...1.
  init(truths: [Tensor], degradation: Degradation) {
    let kept = truths.enumerated().map { index, truth in
      // The same noise whatever the recipe's seed, so that trainings can be compared.
      var random = RandomNumbers(seed: 0, stream: UInt64(index))
      return (spoilt: degradation.applied(to: truth, random: &random), truth: truth)
    }
    self.kept = kept
    baselineScore = Self.mean(kept.map { Self.ratio($0.spoilt, $0.truth) })
  }

  /// - Parameter restore: the restoration of a picture, which is given by its number as well.
  func score(_ restore: (_ number: Int, _ spoilt: Tensor) -> Tensor) -> Double {
    Self.mean(
      kept.enumerated().map { Self.ratio(restore($0, $1.spoilt), $1.truth) })
  }

  private static func ratio(_ result: Tensor, _ truth: Tensor) -> Double {
    let difference = clipped(result, to: 0...1) - truth
    return -10 * log10(preciseSum(square(difference)) / Double(difference.count))
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}
