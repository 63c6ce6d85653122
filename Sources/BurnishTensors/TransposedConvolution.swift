/// The transpose of a convolution: spreads each input sample over a kernel's area of the output.
///
/// - Parameters:
///   - input: `[N, I, H, W]`.
///   - weight: `[I, O, kernelHeight, kernelWidth]`.
///   - bias: `[O]`.
///   - geometry: of the convolution that this one transposes; its padding is cut off the output.
/// - Returns: `[N, O, (H - 1) * stride + dilation * (kernelHeight - 1) + 1 - padding, …]`.
public func transposedConvolution(
  _ input: Tensor, weight: Tensor, bias: Tensor? = nil, geometry: ConvolutionGeometry
) -> Tensor {
  let shape = transposedOutputShape(input.shape, weightShape: weight.shape, geometry: geometry)
  let output = convolutionInputGradient(
    input, weight: weight, inputShape: shape, geometry: geometry)
  guard let bias else { return output }
  return addingChannelBias(output, bias: bias)
}

/// The gradient of ``transposedConvolution(_:weight:bias:geometry:)`` with respect to its input.
public func transposedConvolutionInputGradient(
  _ outputGradient: Tensor, weight: Tensor, geometry: ConvolutionGeometry
) -> Tensor {
  convolution(outputGradient, weight: weight, geometry: geometry)
}

/// The gradients of ``transposedConvolution(_:weight:bias:geometry:)`` with respect to its weight
/// and bias.
public func transposedConvolutionWeightGradient(
  _ outputGradient: Tensor, input: Tensor, weightShape: [Int], geometry: ConvolutionGeometry,
  bias: Bool
) -> (weight: Tensor, bias: Tensor?) {
  let weight = convolutionWeightGradient(
    input, input: outputGradient, weightShape: weightShape, geometry: geometry, bias: false
  ).weight
  return (weight, bias ? channelSum(outputGradient) : nil)
}

private func transposedOutputShape(
  _ input: [Int], weightShape: [Int], geometry: ConvolutionGeometry
) -> [Int] {
  precondition(
    input.count == 4 && weightShape.count == 4 && input[1] == weightShape[0],
    "a weight of shape \(weightShape) does not fit an input of shape \(input)")
  let padding = geometry.padding
  let height =
    (input[2] - 1) * geometry.stride + geometry.dilation * (weightShape[2] - 1) + 1
    - padding.top - padding.bottom
  let width =
    (input[3] - 1) * geometry.stride + geometry.dilation * (weightShape[3] - 1) + 1
    - padding.left - padding.right
  precondition(height > 0 && width > 0, "an output of \(width)x\(height) is empty")
  return [input[0], weightShape[1], height, width]
}

/// Adds `bias[c]` to every sample of channel `c`.
private func addingChannelBias(_ input: Tensor, bias: Tensor) -> Tensor {
  precondition(
    bias.shape == [input.shape[1]],
    "a bias of shape \(bias.shape) does not fit an output of shape \(input.shape)")
  let (channels, plane) = (input.shape[1], input.shape[2] * input.shape[3])
  var output = input
  let offsets = bias.values
  output.withUnsafeMutableSamples { samples in

    Parallel.forEachRange(input.shape[0] * channels) { range in
      for index in range {
        let offset = offsets[index % channels]
        let row = samples.baseAddress! + index * plane
        for position in 0..<plane { row[position] += offset }
      }
    }
  }
  return output
}
