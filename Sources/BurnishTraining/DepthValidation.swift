import Burnish
import BurnishModels
import BurnishTensors

/// Measures a model on frames that it is not trained on, whole and by the recipe's degradation.
struct DepthValidation {
  private let pairs: [(target: Tensor, frame: DepthFrames.Frame)]
  private let border: Int
  private let enlargementError: Double

  init(frames: DepthFrames, recipe: Recipe) {
    let border = recipe.degradation.border
    pairs = frames.frames.enumerated().map { index, frame in
      // The same noise whatever the recipe's seed, so that trainings can be compared.
      var random = RandomNumbers(seed: 0, stream: UInt64(index))
      return (recipe.degradation.applied(to: frame.depth, random: &random), frame)
    }
    self.border = border
    enlargementError =
      pairs.map { Self.error($0.target, $0.frame, border: border) }.reduce(0, +)
      / Double(pairs.count)
  }

  /// The root mean square error of the model and of its input, in centimetres, the mean over frames.
  func errors(of model: any CompiledJointModel) -> (model: Double, enlargement: Double) {
    let total = pairs.reduce(0.0) { total, pair in
      total
        + Self.error(
          model(pair.target, guide: pair.frame.guide), pair.frame, border: border)
    }
    return (total / Double(pairs.count), enlargementError)
  }

  private static func error(
    _ result: Tensor, _ frame: DepthFrames.Frame, border: Int
  ) -> Double {
    let margin = ConvolutionGeometry.Padding(border)
    let difference = crop(result, by: margin) - crop(frame.depth, by: margin)
    let mean = preciseSum(square(difference)) / Double(difference.count)
    return mean.squareRoot() * Double(frame.extent)
  }
}
