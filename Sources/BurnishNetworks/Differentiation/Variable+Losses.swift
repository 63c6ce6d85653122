import BurnishTensors

/// The absolute difference, `|prediction − target|`, as a scalar. Its derivative at 0 is 0.
/// - Parameters:
///   - prediction: a variable of any shape.
///   - target: a constant of the same shape.
///   - mask: a factor of 0...1 for each sample's loss, in the same shape; `nil` for ones. A sample with
///     factor zero does not count, even if its values are NaN.
///   - reduction: combines the samples' losses into one value. A mean over an empty mask is zero.
public func l1Loss(
  _ prediction: Variable, target: Tensor, mask: Tensor? = nil, reduction: LossReduction = .mean
) -> Variable {
  loss(
    prediction, l1Loss(prediction.value, target: target, mask: mask, reduction: reduction))
}

/// The squared difference, `(prediction − target)²`, as a scalar. See
/// ``l1Loss(_:target:mask:reduction:)`` for the parameters.
public func l2Loss(
  _ prediction: Variable, target: Tensor, mask: Tensor? = nil, reduction: LossReduction = .mean
) -> Variable {
  loss(
    prediction, l2Loss(prediction.value, target: target, mask: mask, reduction: reduction))
}

/// The Charbonnier loss, `√((prediction − target)² + epsilon²)`, as a scalar: a smooth absolute
/// difference. See ``l1Loss(_:target:mask:reduction:)`` for the other parameters.
/// - Parameter epsilon: the loss of equal samples, positive, in the samples' unit.
public func charbonnierLoss(
  _ prediction: Variable, target: Tensor, epsilon: Float = 1e-3, mask: Tensor? = nil,
  reduction: LossReduction = .mean
) -> Variable {
  loss(
    prediction,
    charbonnierLoss(
      prediction.value, target: target, epsilon: epsilon, mask: mask, reduction: reduction))
}

/// A scalar with the gradient with respect to its only operand, which the forward pass has already computed.
func loss(_ operand: Variable, _ result: (value: Float, gradient: Tensor)) -> Variable {
  let gradient = result.gradient
  return Recording.unary(operand, Tensor(result.value)) { outputGradient in
    let scale = outputGradient.scalar
    return scale == 1 ? gradient : gradient * scale
  }
}
