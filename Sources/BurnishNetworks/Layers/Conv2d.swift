import BurnishTensors

/// A 2-D convolution of images stored as `[N, C, H, W]`: a cross-correlation, as usual in deep
/// learning.
public struct Conv2d: Layer, Sendable {
  /// Shape `[outputChannels, inputChannels, kernelSize, kernelSize]`, path `weight`.
  public let weight: Parameter
  /// Shape `[outputChannels]`, path `bias`.
  public let bias: Parameter?
  public let geometry: ConvolutionGeometry
  /// The function to apply to the result in the same pass.
  public let activation: Activation

  /// - Parameters:
  ///   - inputChannels: the number of channels of the input.
  ///   - outputChannels: the number of channels of the output.
  ///   - kernelSize: the kernel's height and width.
  ///   - geometry: stride, padding, and dilation; by default, the output has the input's size.
  ///   - bias: whether to add a bias; false if batch normalization follows.
  ///   - activation: a function to apply to the result in the same pass.
  ///   - initializer: draws the initial weights.
  ///   - biasInitializer: draws the initial bias. By default, the bias is zero, or drawn by
  ///     ``Initializer/fanInUniform`` if the weights are.
  ///   - scope: registers `weight` and `bias`.
  public init(
    from inputChannels: Int, to outputChannels: Int, kernelSize: Int,
    geometry: ConvolutionGeometry? = nil, bias: Bool = true, activation: Activation = .none,
    initializer: Initializer = .heNormal, biasInitializer: Initializer? = nil,
    in scope: ParameterScope
  ) {
    let fanIn = inputChannels * kernelSize * kernelSize
    weight = scope.parameter(
      "weight", shape: [outputChannels, inputChannels, kernelSize, kernelSize],
      initializer: initializer, fanIn: fanIn)
    self.bias =
      bias
      ? scope.parameter(
        "bias", shape: [outputChannels], initializer: biasInitializer ?? initializer.forBias,
        fanIn: fanIn) : nil
    self.geometry = geometry ?? .same(kernelSize: kernelSize)
    self.activation = activation
  }

  /// A convolution that is neither trained nor stored.
  ///
  /// - Parameter weight: `[O, I, kernelHeight, kernelWidth]`; there is no bias and no padding.
  public init(constant weight: Tensor) {
    self.weight = Parameter(path: "constant", kind: .buffer, shape: weight.shape, value: weight)
    (bias, geometry, activation) = (nil, .valid, .none)
  }

  public func callAsFunction(_ input: Variable) -> Variable {
    input.convolved(
      weight.variable, bias: bias?.variable, geometry: geometry, activation: activation)
  }
}

extension Initializer {
  /// The initializer for a bias next to weights from this initializer.
  var forBias: Initializer { self == .fanInUniform ? .fanInUniform : .zeros }
}
