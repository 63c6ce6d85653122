import BurnishCore

/// Combines the losses of all samples into one value.
public enum LossReduction: Sendable, Hashable {
  /// The sum divided by the number of samples, or by the sum of the mask if there is one.
  case mean
  /// The sum.
  case sum
}

/// The absolute difference, `|prediction - target|`, and its gradient with respect to the prediction.
///
/// The gradient is zero for equal samples.
/// - Parameters:
///   - prediction: a tensor of any shape.
///   - target: a tensor of the same shape.
///   - mask: a factor of 0...1 for each sample's loss, in the same shape; `nil` for ones. A sample with
///     factor zero does not count, even if its values are NaN.
///   - reduction: combines the samples' losses into one value. A mean over an empty mask is zero.
package func l1Loss(
  _ prediction: Tensor, target: Tensor, mask: Tensor? = nil, reduction: LossReduction = .mean
) -> (value: Float, gradient: Tensor) {
  loss(prediction, target, mask, reduction) { difference in
    (abs(difference), difference > 0 ? 1 : difference < 0 ? -1 : difference)
  }
}

/// The squared difference, `(prediction - target)^2`, and its gradient with respect to the prediction.
///
/// See ``l1Loss(_:target:mask:reduction:)`` for the parameters.
package func l2Loss(
  _ prediction: Tensor, target: Tensor, mask: Tensor? = nil, reduction: LossReduction = .mean
) -> (value: Float, gradient: Tensor) {
  loss(prediction, target, mask, reduction) { difference in
    (difference * difference, 2 * difference)
  }
}

/// The Charbonnier loss, `sqrt((prediction - target)^2 + epsilon^2)`, a smooth absolute difference,
/// and its gradient with respect to the prediction.
///
/// See ``l1Loss(_:target:mask:reduction:)`` for the other parameters.
/// - Parameter epsilon: the loss of equal samples, positive, in the samples' unit.
package func charbonnierLoss(
  _ prediction: Tensor, target: Tensor, epsilon: Float = 1e-3, mask: Tensor? = nil,
  reduction: LossReduction = .mean
) -> (value: Float, gradient: Tensor) {
  require(epsilon > 0, "the Charbonnier loss's epsilon \(epsilon) is not positive")
  return loss(prediction, target, mask, reduction) { difference in
    let root = (difference * difference + epsilon * epsilon).squareRoot()
    return (root, difference / root)
  }
}

@inline(__always)
private func loss(
  _ prediction: Tensor, _ target: Tensor, _ mask: Tensor?, _ reduction: LossReduction,
  _ sample: (Float) -> (value: Float, slope: Float)
) -> (value: Float, gradient: Tensor) {
  require(
    prediction.shape == target.shape && (mask == nil || mask!.shape == target.shape),
    "a prediction of shape \(prediction.shape) and a target of \(target.shape)"
      + (mask.map { " under a mask of \($0.shape)" } ?? "") + " do not fit")
  let (prediction, target, mask) = (prediction.plain(), target.plain(), mask?.plain())
  let count = prediction.count
  let samples = UnsafePointer(prediction.storage.pointer)
  let wanted = UnsafePointer(target.storage.pointer)
  let factors = mask.map { UnsafePointer($0.storage.pointer) }
  var total = Double(count)
  if let factors {
    total = sumOfStretches(count) { range in
      range.reduce(0.0) { $0 + Double(factors[$1]) }
    }
  }
  let scale = reduction == .sum ? 1 : total > 0 ? 1 / total : 0
  let slopeScale = Float(scale)
  var value = 0.0
  let gradient = Tensor(shape: prediction.shape) { gradient in
    let gradient = gradient.baseAddress!
    value = sumOfStretches(count) { range in
      var sum = 0.0
      for index in range {
        let factor = factors?[index] ?? 1
        guard factor != 0 else {
          gradient[index] = 0
          continue
        }
        let (loss, slope) = sample(samples[index] - wanted[index])
        sum += Double(factor * loss)
        gradient[index] = factor * slope * slopeScale
      }
      return sum
    }
  }
  withExtendedLifetime((prediction, target, mask)) {}
  return (Float(value * scale), gradient)
}
