import BurnishTensors

/// The absolute difference, `|prediction − target|`, as a scalar. Its derivative at 0 is taken as 0.
/// - Parameters:
///   - prediction: of any shape.
///   - target: of the same shape; a constant.
///   - mask: of the same shape, a factor 0...1 for each sample's loss; `nil` for ones. A sample of
///     factor zero does not count, whatever its values are, not even if they are not numbers.
///   - reduction: how the samples' losses become one value. A mean over an empty mask is zero.
public func l1Loss(
  _ prediction: Variable, target: Tensor, mask: Tensor? = nil, reduction: LossReduction = .mean
) -> Variable {
  loss(
    prediction, l1Loss(prediction.value, target: target, mask: mask, reduction: reduction))
}

/// The squared difference, `(prediction − target)²`, as a scalar. Parameters as in
/// ``l1Loss(_:target:mask:reduction:)``.
public func l2Loss(
  _ prediction: Variable, target: Tensor, mask: Tensor? = nil, reduction: LossReduction = .mean
) -> Variable {
  loss(
    prediction, l2Loss(prediction.value, target: target, mask: mask, reduction: reduction))
}

/// The Charbonnier loss, `√((prediction − target)² + epsilon²)`, as a scalar: a smooth absolute
/// difference. Other parameters as in ``l1Loss(_:target:mask:reduction:)``.
/// - Parameter epsilon: the loss of equal samples; positive, in the samples' unit.
public func charbonnierLoss(
  _ prediction: Variable, target: Tensor, epsilon: Float = 1e-3, mask: Tensor? = nil,
  reduction: LossReduction = .mean
) -> Variable {
  loss(
    prediction,
    charbonnierLoss(
      prediction.value, target: target, epsilon: epsilon, mask: mask, reduction: reduction))
}

/// A scalar whose gradient by its only operand the forward pass computed with it.
func loss(_ operand: Variable, _ result: (value: Float, gradient: Tensor)) -> Variable {
  let gradient = result.gradient
  return Recording.unary(operand, Tensor(result.value)) { outputGradient in
    let scale = outputGradient.scalar
    return scale == 1 ? gradient : gradient * scale
  }
}
