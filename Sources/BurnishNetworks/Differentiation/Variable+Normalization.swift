import BurnishTensors

/// Normalizes each channel by the mean and variance of the batch, then scales and shifts it.
///
/// - Parameters:
///   - input: `[N, C, H, W]`.
///   - scale: `[C]`.
///   - shift: `[C]`.
///   - epsilon: added to the variance before taking its root.
///   - relu: whether to apply ReLU in the same pass.
/// - Returns: the output and the batch's statistics, with the variance divided by the count.
public func batchNormalize(
  training input: Variable, scale: Variable, shift: Variable, epsilon: Float, relu: Bool = false
) -> (output: Variable, statistics: BatchStatistics) {
  let (output, state) = batchNormalization(
    training: input.value, scale: scale.value, shift: shift.value, epsilon: epsilon, relu: relu)
  let recording = Recording(input, scale, shift)
  let (toInput, toScale, toShift) = (
    recording.node(input), recording.node(scale), recording.node(shift)
  )
  let (keptInput, keptScale, keptShift) = (input.value, scale.value, shift.value)
  let result = recording.result(output, toInput, toScale, toShift) { gradient, tape in
    let gradients = batchNormalizationGradient(
      gradient, input: keptInput, scale: keptScale, shift: keptShift, state: state,
      epsilon: epsilon)
    if let toInput { tape.add(gradients.input, to: toInput) }
    if let toScale { tape.add(gradients.scale, to: toScale) }
    if let toShift { tape.add(gradients.shift, to: toShift) }
  }
  return (result, state.statistics)
}

/// Normalizes each channel by a given mean and variance, then scales and shifts it.
///
/// The mean and variance are constants, so the output is an affine function of the input.
/// - Parameters:
///   - input: `[N, C, H, W]`; the other operands are `[C]`.
///   - epsilon: added to the variance before taking its root.
public func batchNormalize(
  _ input: Variable, scale: Variable, shift: Variable, mean: Tensor, variance: Tensor,
  epsilon: Float
) -> Variable {
  let output = batchNormalization(
    input.value, scale: scale.value, shift: shift.value, mean: mean, variance: variance,
    epsilon: epsilon)
  let recording = Recording(input, scale, shift)
  let (toInput, toScale, toShift) = (
    recording.node(input), recording.node(scale), recording.node(shift)
  )
  let keptScale = scale.value
  let keptInput = toScale == nil ? nil : input.value
  return recording.result(output, toInput, toScale, toShift) { gradient, tape in
    let zeros = Tensor(zeros: mean.shape)
    if let toInput {
      // Normalize the gradient in the same way, without the constant part.
      let inputGradient = batchNormalization(
        gradient, scale: keptScale, shift: zeros, mean: zeros, variance: variance,
        epsilon: epsilon)
      tape.add(inputGradient, to: toInput)
    }
    if let toScale, let keptInput {
      let ones = Tensor(repeating: 1, shape: mean.shape)
      let normalized = batchNormalization(
        keptInput, scale: ones, shift: zeros, mean: mean, variance: variance, epsilon: epsilon)
      tape.add((gradient * normalized).channelSums(), to: toScale)
    }
    if let toShift { tape.add(gradient.channelSums(), to: toShift) }
  }
}
