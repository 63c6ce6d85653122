import BurnishNetworks
import BurnishTensors

/// A convolution that leaves the size as it is, batch normalization and ReLU.
struct NormalizedConvolution {
  private let convolution: Conv2d
  private let normalization: BatchNorm2d

  /// - Parameters:
  ///   - kernelSize: the kernel's height and width, odd.
  ///   - number: of the layer, which is registered as `conv1` and `norm1` and so on.
  init(
    from inputs: Int, to outputs: Int, kernelSize: Int = 3, number: Int, in scope: ParameterScope
  ) {
    // Between features the middle tap begins alone, so that a deep stack does not begin by blurring; of a
    // picture it would see single pixels.
    let initializer: Initializer =
      inputs < Self.leastFeatures ? .heNormal : .deltaOrthogonal(gain: Float(2).squareRoot())
    convolution = Conv2d(
      from: inputs, to: outputs, kernelSize: kernelSize, bias: false, initializer: initializer,
      in: scope["conv\(number)"])
    normalization = BatchNorm2d(outputs, relu: true, in: scope["norm\(number)"])
  }

  /// The least number of channels that are features and no picture.
  private static let leastFeatures = 8

  func callAsFunction(_ input: Variable) -> Variable { normalization(convolution(input)) }

  func compiled() -> CompiledConvolution { convolution.compiled(with: normalization) }
}
