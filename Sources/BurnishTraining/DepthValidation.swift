import Burnish
import BurnishData
import BurnishModels
import BurnishTensors

/// Measures a model on whole, degraded validation frames.
///
/// The error is the mean over the frames of each frame's root mean square error. Its unit is centimeters for
/// upsampling, and 1/255 of a frame's range for noise, as for the noise's sigma.
struct DepthValidation: JointValidation {
  let measure: ValidationMeasure
  let baselineScore: Double
  private let pairs: [(target: Tensor, frame: StoredDepth)]
  private let degradation: Degradation

  init(frames: [StoredDepth], degradation: Degradation) {
    let pairs = frames.enumerated().map { index, frame in
      // The noise does not depend on the recipe's seed, so trainings can be compared.
      var random = RandomNumbers(seed: 0, stream: UInt64(index))
      return (target: degradation.applied(to: frame.depth, random: &random), frame: frame)
    }
    self.pairs = pairs
    self.degradation = degradation
    measure =
      switch degradation {
      case .upsampling(_, let depthProtocol):
        .init(
          name: "RMSE", unit: "cm", direction: .lowerIsBetter,
          baseline: depthProtocol == .bmp3 ? "bilinear" : "bicubic")
      case .gaussianNoise, .gaussianNoiseRange, .classScores, .pairs, .lostColors:
        .init(name: "RMSE", unit: "levels", direction: .lowerIsBetter, baseline: "noisy")
      }
    baselineScore =
      pairs.map { Self.error($0.target, $0.frame, degradation) }.reduce(0, +) / Double(pairs.count)
  }

  func score(of model: any JointNetwork) -> Double {
    pairs.reduce(0.0) { total, pair in
      total
        + Self.error(
          model.filter(pair.target, guide: pair.frame.colors.samples), pair.frame, degradation)
    } / Double(pairs.count)
  }

  private static func error(
    _ result: Tensor, _ frame: StoredDepth, _ degradation: Degradation
  ) -> Double {
    let margin = ConvolutionGeometry.Padding(degradation.border)
    let difference = result.cropped(by: margin) - frame.depth.cropped(by: margin)
    let mean = difference.squared().preciseSum() / Double(difference.count)
    return switch degradation {
    case .upsampling: mean.squareRoot() * Double(frame.extent)
    case .gaussianNoise, .gaussianNoiseRange, .classScores, .pairs, .lostColors:
      mean.squareRoot() * 255
    }
  }
}
