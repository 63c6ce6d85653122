import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors
import Foundation

/// Measures the colors that are given to images that no step sees: the peak signal-to-noise ratio of a
/// and b of L*a*b*, whose span is taken for 255, over all pixels of all images.
///
/// A network that learns with a balance of colors gives up precision on the frequent ones for the rare
/// ones. Pixels count here what they count in its loss.
struct ColorizationValidation {
  /// The most rows and columns of an image that count, in its middle.
  static let size = 256

  private struct Image {
    let luma, ab: Tensor
    /// What each pixel counts, `[1, 1, H, W]`.
    let weights: Tensor
  }

  let measure: ValidationMeasure
  /// The score of giving no color.
  let baselineScore: Double
  private let output: ColorOutput
  private let validation: [Image]

  /// - Parameters:
  ///   - truths: `[1, 3, H, W]`, samples in 0...1.
  ///   - weights: what a pixel of each bin of a and b counts; all the same if `nil`.
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

  /// - Parameter network: gives for an input the prediction at the output's lattice.
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
