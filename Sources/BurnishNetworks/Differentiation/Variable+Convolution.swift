import BurnishTensors

extension Variable {
  /// Convolves images `[N, I, H, W]` with a bank of kernels. This is a cross-correlation, as usual in deep learning.
  ///
  /// - Parameters:
  ///   - weight: `[O, I, kernelHeight, kernelWidth]`.
  ///   - bias: `[O]`, added to every sample of its channel.
  ///   - geometry: stride, zero padding, and dilation.
  ///   - activation: a function to apply to the result in the same pass.
  /// - Returns: `[N, O, H', W']`.
  public func convolved(
    _ weight: Variable, bias: Variable? = nil, geometry: ConvolutionGeometry,
    activation: Activation = .none
  ) -> Variable {
    let output = value.convolved(
      weight: weight.value, bias: bias?.value, geometry: geometry, activation: activation)
    let recording = Recording(self, weight, bias)
    let (toInput, toWeight, toBias) = (
      recording.node(self), recording.node(weight), recording.node(bias)
    )
    let (inputShape, weightShape) = (self.shape, weight.shape)
    let keptOutput = activation == .none ? nil : output
    let keptWeight = toInput == nil ? nil : weight.value
    let keptInput = toWeight == nil && toBias == nil ? nil : value
    return recording.result(output, toInput, toWeight, toBias) { gradient, tape in
      let gradient = activation.gradient(gradient, output: keptOutput)
      if let keptInput {
        let gradients = convolutionWeightGradient(
          gradient, input: keptInput, weightShape: weightShape, geometry: geometry,
          bias: toBias != nil)
        if let toWeight { tape.add(gradients.weight, to: toWeight) }
        if let toBias { tape.add(gradients.bias!, to: toBias) }
      }
      if let toInput, let keptWeight {
        let inputGradient = convolutionInputGradient(
          gradient, weight: keptWeight, inputShape: inputShape, geometry: geometry)
        tape.add(inputGradient, to: toInput)
      }
    }
  }
}
