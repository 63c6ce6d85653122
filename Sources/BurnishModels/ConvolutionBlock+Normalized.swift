import BurnishNetworks
import BurnishTensors

extension ConvolutionBlock {
  /// The minimum number of channels that count as features, not as an image.
  private static let minimumFeatures = 8

  /// A convolution that keeps the size, batch normalization, and ReLU.
  ///
  /// - Parameters:
  ///   - kernelSize: the kernel's height and width, odd.
  ///   - number: the layer's number; the scope registers the layers as `conv1` and `norm1` and so on.
  convenience init(
    from inputs: Int, to outputs: Int, kernelSize: Int = 3, number: Int, in scope: ParameterScope
  ) {
    // Between features, only the middle tap starts nonzero, so that a deep stack does not start by blurring. On
    // an image, such a kernel would see only single pixels.
    let initializer: Initializer =
      inputs < Self.minimumFeatures ? .heNormal : .deltaOrthogonal(gain: Float(2).squareRoot())
    self.init(
      Conv2d(
        from: inputs, to: outputs, kernelSize: kernelSize, bias: false, initializer: initializer,
        in: scope["conv\(number)"]),
      BatchNorm2d(outputs, relu: true, in: scope["norm\(number)"]))
  }
}
