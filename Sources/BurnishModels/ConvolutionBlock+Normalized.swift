import BurnishNetworks
import BurnishTensors

extension ConvolutionBlock {
  /// The least number of channels that are features and no image.
  private static let minimumFeatures = 8

  /// A convolution that leaves the size as it is, batch normalization and ReLU.
  ///
  /// - Parameters:
  ///   - kernelSize: the kernel's height and width, odd.
  ///   - number: of the layer, which is registered as `conv1` and `norm1` and so on.
  convenience init(
    from inputs: Int, to outputs: Int, kernelSize: Int = 3, number: Int, in scope: ParameterScope
  ) {
    // Between features the middle tap begins alone, so that a deep stack does not begin by blurring; of a
    // image it would see single pixels.
    let initializer: Initializer =
      inputs < Self.minimumFeatures ? .heNormal : .deltaOrthogonal(gain: Float(2).squareRoot())
    self.init(
      Conv2d(
        from: inputs, to: outputs, kernelSize: kernelSize, bias: false, initializer: initializer,
        in: scope["conv\(number)"]),
      BatchNorm2d(outputs, relu: true, in: scope["norm\(number)"]))
  }
}
