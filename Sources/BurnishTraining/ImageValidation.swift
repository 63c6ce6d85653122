import Burnish
import BurnishData
import BurnishImages
import BurnishTensors
import Foundation

/// Measures results on the validation images: the mean over the images of the peak signal-to-noise ratio over
/// all planes, with results clipped to 0...1.
struct ImageValidation {
  let measure: ValidationMeasure
  /// The score of the unchanged inputs.
  let baselineScore: Double
  private let validation: [(input: Tensor, truth: Tensor)]

  /// Makes pairs from images by a degradation.
  ///
  /// - Parameter truths: `[1, C, H, W]`, samples in 0...1.
  init(truths: [Tensor], degradation: Degradation) {
    let validation = truths.enumerated().map { index, truth in
      // The noise does not depend on the recipe's seed, so trainings can be compared.
      var random = RandomNumbers(seed: 0, stream: UInt64(index))
      return (input: degradation.applied(to: truth, random: &random), truth: truth)
    }
    self.init(pairs: validation, baseline: "noisy")
  }

  /// - Parameters:
  ///   - pairs: inputs with their true results, `[1, C, H, W]`, samples in 0...1.
  ///   - baseline: one word for the unchanged input.
  init(pairs: [(input: Tensor, truth: Tensor)], baseline: String) {
    validation = pairs
    measure = .init(name: "PSNR", unit: "dB", direction: .higherIsBetter, baseline: baseline)
    baselineScore = Self.mean(
      pairs.map { Self.ratio(Self.plain($0.input, like: $0.truth), $0.truth) })
  }

  /// - Parameter restore: restores an image with a given number.
  func score(_ restore: (_ number: Int, _ input: Tensor) -> Tensor) -> Double {
    Self.mean(
      validation.enumerated().map { Self.ratio(restore($0, $1.input), $1.truth) })
  }

  /// Converts an input to gray or color to match the truth.
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
