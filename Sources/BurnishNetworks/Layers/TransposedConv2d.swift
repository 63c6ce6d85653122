import BurnishTensors

/// A transposed 2-D convolution over images stored as `[N, C, H, W]`, which enlarges them by its
/// stride.
public struct TransposedConv2d: Layer {
  /// Shape `[inputChannels, outputChannels, kernelSize, kernelSize]`, path `weight`.
  public let weight: Parameter
  /// Shape `[outputChannels]`, path `bias`.
  public let bias: Parameter?
  /// Of the convolution that this one transposes; its padding is cut off the output.
  public let geometry: ConvolutionGeometry

  /// - Parameters:
  ///   - inputChannels: the number of channels of the input.
  ///   - outputChannels: the number of channels of the output.
  ///   - kernelSize: the kernel's height and width.
  ///   - geometry: stride, padding and dilation of the convolution that this one transposes.
  ///   - bias: whether a bias is added.
  ///   - initializer: draws the first weights, with the mean number of inputs that an output sums
  ///     over as fan-in: `inputChannels · (kernelSize / stride)²`.
  ///   - scope: where `weight` and `bias` are registered.
  public init(
    from inputChannels: Int, to outputChannels: Int, kernelSize: Int,
    geometry: ConvolutionGeometry, bias: Bool = true, initializer: Initializer = .heNormal,
    in scope: ParameterScope
  ) {
    let fanIn = max(
      1, inputChannels * kernelSize * kernelSize / (geometry.stride * geometry.stride))
    weight = scope.parameter(
      "weight", shape: [inputChannels, outputChannels, kernelSize, kernelSize],
      initializer: initializer, fanIn: fanIn)
    self.bias =
      bias
      ? scope.parameter(
        "bias", shape: [outputChannels], initializer: initializer.forBias, fanIn: fanIn) : nil
    self.geometry = geometry
  }

  public func callAsFunction(_ input: Variable) -> Variable {
    transposedConvolve(input, weight.variable, bias: bias?.variable, geometry: geometry)
  }
}
