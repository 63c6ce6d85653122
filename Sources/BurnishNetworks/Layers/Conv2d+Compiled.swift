import BurnishTensors

extension Conv2d {
  /// The convolution with its present weights, prepared for inference alone.
  public func compiled() -> CompiledConvolution {
    CompiledConvolution(
      weight: weight.value, bias: bias?.value, geometry: geometry, activation: activation)
  }

  /// The convolution and the batch normalization that follows it as one, with the ReLU that follows
  /// the normalization.
  public func compiled(with normalization: BatchNorm2d) -> CompiledConvolution {
    let folded = foldedWeightAndBias(with: normalization)
    return CompiledConvolution(
      weight: folded.weight, bias: folded.bias, geometry: geometry,
      activation: normalization.relu ? .relu : .none)
  }
}
