import BurnishCore
import COneDNN

extension Tensor {
  /// Convolves images `[N, I, H, W]` with a bank of kernels. This is a cross-correlation, as usual in deep learning.
  ///
  /// - Parameters:
  ///   - weight: `[O, I, kernelHeight, kernelWidth]`.
  ///   - bias: `[O]`, added to every sample of its channel.
  ///   - geometry: stride, zero padding, and dilation.
  ///   - activation: a function to apply to the result in the same pass.
  /// - Returns: `[N, O, H', W']`, in the layout that the computation prefers.
  public func convolved(
    weight: Tensor, bias: Tensor? = nil, geometry: ConvolutionGeometry,
    activation: Activation = .none
  ) -> Tensor {
    if let blocks = PixelBlocks(weightShape: weight.shape, geometry: geometry) {
      let output = convolved(
        weight: blocks.weight(weight), bias: bias.map(blocks.bias),
        geometry: blocks.geometry(geometry, inputShape: self.shape), activation: activation)
      return blocks.output(output, geometry, inputShape: self.shape)
    }
    let key = ConvolutionKey(
      .forward, inputShape: self.shape, weightShape: weight.shape, geometry: geometry,
      bias: bias != nil, activation: activation)
    checkBias(bias, of: key)
    if let winograd = WinogradConvolution(key) {
      return winograd(self, kernel: winograd.kernel(weight), bias: bias, activation: activation)
    }
    if let direct = DirectConvolution(key) {
      return direct(self, kernel: direct.kernel(weight), bias: bias, activation: activation)
    }
    let primitive = key.primitive()
    let weight = weight.inLayout(primitive.layout(BURNISH_WEIGHTS))
    return convolve(self, preparedWeight: weight, bias: bias, key: key, primitive: primitive)
  }
}

/// Runs the convolution with weights in the primitive's layout.
func convolve(
  _ input: Tensor, preparedWeight: Tensor, bias: Tensor?, key: ConvolutionKey,
  primitive: Primitive
) -> Tensor {
  let input = input.inLayout(primitive.layout(BURNISH_SOURCE))
  let output = Tensor.uninitialized(
    shape: key.outputShape, layout: primitive.layout(BURNISH_DESTINATION))
  var arguments = [
    (BURNISH_SOURCE, input), (BURNISH_WEIGHTS, preparedWeight), (BURNISH_DESTINATION, output),
  ]
  if let bias {
    arguments.append((BURNISH_BIAS, bias.plain()))
  }
  primitive.execute(arguments)
  return output
}

/// The gradient of ``convolved(weight:bias:geometry:activation:)`` with respect to its input.
///
/// - Parameters:
///   - outputGradient: `[N, O, H', W']`, the gradient before the activation.
///   - inputShape: `[N, I, H, W]`.
package func convolutionInputGradient(
  _ outputGradient: Tensor, weight: Tensor, inputShape: [Int], geometry: ConvolutionGeometry
) -> Tensor {
  if let blocks = PixelBlocks(weightShape: weight.shape, geometry: geometry) {
    return convolutionInputGradient(
      blocks.blocks(outputGradient), weight: blocks.weight(weight), inputShape: inputShape,
      geometry: blocks.geometry(geometry, inputShape: inputShape))
  }
  let key = ConvolutionKey(
    .inputGradient, inputShape: inputShape, weightShape: weight.shape, geometry: geometry,
    bias: false)
  checkOutput(outputGradient, of: key)
  if let winograd = WinogradConvolution(key) {
    return winograd.inputGradient(outputGradient, weight: weight)
  }
  let primitive = key.primitive()
  let gradient = Tensor.uninitialized(
    shape: inputShape, layout: primitive.layout(BURNISH_SOURCE_GRADIENT))
  primitive.execute([
    (BURNISH_SOURCE_GRADIENT, gradient),
    (BURNISH_WEIGHTS, weight.inLayout(primitive.layout(BURNISH_WEIGHTS))),
    (
      BURNISH_DESTINATION_GRADIENT,
      outputGradient.inLayout(primitive.layout(BURNISH_DESTINATION_GRADIENT))
    ),
  ])
  return gradient
}

/// The gradients of ``convolved(weight:bias:geometry:activation:)`` with respect to its weight
/// and bias.
///
/// - Parameter outputGradient: `[N, O, H', W']`, the gradient before the activation.
/// - Returns: plain tensors of shapes `weightShape` and `[O]`.
package func convolutionWeightGradient(
  _ outputGradient: Tensor, input: Tensor, weightShape: [Int], geometry: ConvolutionGeometry,
  bias: Bool
) -> (weight: Tensor, bias: Tensor?) {
  if let blocks = PixelBlocks(weightShape: weightShape, geometry: geometry) {
    let gradient = convolutionWeightGradient(
      blocks.blocks(outputGradient), input: input, weightShape: blocks.blockedWeightShape,
      geometry: blocks.geometry(geometry, inputShape: input.shape), bias: bias)
    return (
      blocks.weightGradient(gradient.weight), gradient.bias.map(blocks.biasGradient)
    )
  }
  let key = ConvolutionKey(
    .weightGradient, inputShape: input.shape, weightShape: weightShape, geometry: geometry,
    bias: bias)
  checkOutput(outputGradient, of: key)
  if let winograd = WinogradConvolution(key) {
    return winograd.weightGradient(outputGradient, input: input, bias: bias)
  }
  let primitive = key.primitive()
  let weightGradient = Tensor.uninitialized(
    shape: weightShape, layout: primitive.layout(BURNISH_WEIGHTS_GRADIENT))
  var arguments = [
    (BURNISH_SOURCE, input.inLayout(primitive.layout(BURNISH_SOURCE))),
    (BURNISH_WEIGHTS_GRADIENT, weightGradient),
    (
      BURNISH_DESTINATION_GRADIENT,
      outputGradient.inLayout(primitive.layout(BURNISH_DESTINATION_GRADIENT))
    ),
  ]
  let biasGradient = bias ? Tensor(zeros: [weightShape[0]]) : nil
  if let biasGradient { arguments.append((BURNISH_BIAS_GRADIENT, biasGradient)) }
  primitive.execute(arguments)
  return (weightGradient.plain(), biasGradient)
}

func checkBias(_ bias: Tensor?, of key: ConvolutionKey) {
  guard let bias else { return }
  require(
    bias.shape == [key.weightShape[0]],
    "a bias of shape \(bias.shape) does not fit a weight of shape \(key.weightShape)")
}

private func checkOutput(_ gradient: Tensor, of key: ConvolutionKey) {
  require(
    gradient.shape == key.outputShape,
    "a gradient of shape \(gradient.shape) is not that of an output of shape \(key.outputShape)")
}
