import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors
import Foundation

/// Measures predicted colors on the validation images: the peak signal-to-noise ratio of a and b of L*a*b*
/// over all pixels of all images, with a peak of 255.
///
/// A network trained with a color balance gives up precision on frequent colors for rare ones. Pixels have
/// the same weights here as in its loss.
struct ColorizationValidation {
  /// The maximum side of the central part of an image that is measured.
  static let size = 256

  private struct Image {
    let luma, ab: Tensor
    /// The weight of each pixel, `[1, 1, H, W]`.
    let weights: Tensor
  }

  let measure: ValidationMeasure
  /// The score of gray results.
  let baselineScore: Double
  private let output: ColorOutput
  private let validation: [Image]

  /// - Parameters:
  ///   - truths: `[1, 3, H, W]`, samples in 0...1.
  ///   - weights: the weights of pixels by bin of a and b; all equal if `nil`.
  init(truths: [Tensor], output: ColorOutput, weights: [Float]?) {
    self.output = output
    measure = .init(
      name: weights == nil ? "PSNR of ab" : "balanced PSNR of ab", unit: "dB",
      direction: .higherIsBetter, baseline: "gray")
    validation = truths.map { truth in
      let truth = truth.middle(size: Self.size)
      let ab = Self.ab(of: truth)
      let (area, values) = (ab.count / 2, ab.values)
      let counted = (0..<area).map { pixel in
        weights?[ColorBins.gamut.nearest(a: values[pixel], b: values[area + pixel])] ?? 1
      }
      return Image(
        luma: rgbToGray(truth), ab: ab,
        weights: Tensor(shape: [1, 1, ab.shape[2], ab.shape[3]], values: counted))
    }
    baselineScore = Self.ratio(of: validation) { Tensor(zeros: $0.ab.shape) }
  }

  /// - Parameter network: returns the prediction for an input, at the output's lattice.
  func score(_ network: (Tensor) -> Tensor) -> Double {
    Self.ratio(of: validation) { image in
      let prediction = network(output.inWholeSteps(output.input(ofLuma: image.luma)))
      return Self.ab(of: output.image(of: prediction, luma: image.luma))
    }
  }

  private static func ab(of rgb: Tensor) -> Tensor {
    rgbToLab(rgb).split(counts: [1, 2])[1]
  }

  private static func ratio(of images: [Image], _ ab: (Image) -> Tensor) -> Double {
    var (errors, weights) = (0.0, 0.0)
    for image in images {
      let both = Tensor.joined([image.weights, image.weights])
      errors += ((ab(image) - image.ab).squared() * both).preciseSum()
      weights += both.preciseSum()
    }
    return -10 * log10(errors / weights / (255 * 255))
  }
}
