import Burnish
import BurnishData
import BurnishImages
import BurnishTensors
import Foundation

/// Measures what is made of images that no step sees: the peak signal-to-noise ratio of results that are
/// clipped to 0...1, over all planes of an image, the mean over the images.
struct ImageValidation {
  let measure: ValidationMeasure
  /// The score of leaving the images as they are.
  let baselineScore: Double
  private let validation: [(input: Tensor, truth: Tensor)]

  /// Images that a degradation spoils.
  ///
  /// - Parameter truths: `[1, C, H, W]`, samples in 0...1.
  init(truths: [Tensor], degradation: Degradation) {
    let validation = truths.enumerated().map { index, truth in
      // The same noise whatever the recipe's seed, so that trainings can be compared.
      var random = RandomNumbers(seed: 0, stream: UInt64(index))
      return (input: degradation.applied(to: truth, random: &random), truth: truth)
    }
    self.init(pairs: validation, baseline: "noisy")
  }

  /// - Parameters:
  ///   - pairs: what is given and what is to be made of it, `[1, C, H, W]`, samples in 0...1.
  ///   - baseline: what it is to leave an input as it is, in a word.
  init(pairs: [(input: Tensor, truth: Tensor)], baseline: String) {
    validation = pairs
    measure = .init(name: "PSNR", unit: "dB", direction: .higherIsBetter, baseline: baseline)
    baselineScore = Self.mean(
      pairs.map { Self.ratio(Self.plain($0.input, like: $0.truth), $0.truth) })
  }

  /// - Parameter restore: the restoration of an image, which is given by its number as well.
  func score(_ restore: (_ number: Int, _ input: Tensor) -> Tensor) -> Double {
    Self.mean(
      validation.enumerated().map { Self.ratio(restore($0, $1.input), $1.truth) })
  }

  /// An input in gray or in color, as the truth is.
  private static func plain(_ input: Tensor, like truth: Tensor) -> Tensor {
    guard input.shape[1] != truth.shape[1] else { return input }
    let image = Image(samples: input)
    return (truth.shape[1] == 1 ? image.grayscale() : image.inRGB()).samples
  }

  private static func ratio(_ result: Tensor, _ truth: Tensor) -> Double {
    let difference = result.clipped(to: 0...1) - truth
    return -10 * log10(difference.squared().preciseSum() / Double(difference.count))
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}
