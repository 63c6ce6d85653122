extension Reference {
  /// The mean and the mean squared deviation of each channel, `[C]`.
  public static func channelStatistics(
    _ input: ReferenceTensor
  ) -> (mean: ReferenceTensor, variance: ReferenceTensor) {
    let count = Double(input.shape[0] * input.shape[2] * input.shape[3])
    let mean = channelSum(input).map { $0 / count }
    var deviations = input
    addChannels(mean.map { -$0 }, to: &deviations)
    return (mean, channelSum(deviations.map { $0 * $0 }).map { $0 / count })
  }

  public static func batchNormalization(
    _ input: ReferenceTensor, scale: ReferenceTensor, shift: ReferenceTensor,
    mean: ReferenceTensor, variance: ReferenceTensor, epsilon: Double
  ) -> ReferenceTensor {
    var output = input
    let pixels = input.shape[2] * input.shape[3]
    for index in input.values.indices {
      let c = index / pixels % input.shape[1]
      output.values[index] =
        (input.values[index] - mean.values[c]) / (variance.values[c] + epsilon).squareRoot()
        * scale.values[c] + shift.values[c]
    }
    return output
  }

  /// The gradients of normalization by the batch's statistics.
  public static func batchNormalizationGradient(
    _ outputGradient: ReferenceTensor, input: ReferenceTensor, scale: ReferenceTensor,
    epsilon: Double
  ) -> (input: ReferenceTensor, scale: ReferenceTensor, shift: ReferenceTensor) {
    let (mean, variance) = channelStatistics(input)
    let channels = input.shape[1]
    let pixels = input.shape[2] * input.shape[3]
    let count = Double(input.shape[0] * pixels)
    let normalized = batchNormalization(
      input, scale: scale.map { _ in 1 }, shift: scale.map { _ in 0 }, mean: mean,
      variance: variance, epsilon: epsilon)
    let shiftGradient = channelSum(outputGradient)
    let scaleGradient = channelSum(outputGradient.zip(normalized, *))
    var inputGradient = input
    for index in input.values.indices {
      let c = index / pixels % channels
      let free =
        outputGradient.values[index] - shiftGradient.values[c] / count
        - normalized.values[index] * scaleGradient.values[c] / count
      inputGradient.values[index] =
        free * scale.values[c] / (variance.values[c] + epsilon).squareRoot()
    }
    return (inputGradient, scaleGradient, shiftGradient)
  }
}
