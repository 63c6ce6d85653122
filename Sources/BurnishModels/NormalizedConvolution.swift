import BurnishNetworks
import BurnishTensors

/// A convolution that leaves the size as it is, batch normalisation and ReLU.
struct NormalizedConvolution {
  private let convolution: Conv2d
  private let normalization: BatchNorm2d

  /// - Parameters:
  ///   - kernelSize: the kernel's height and width, odd.
  ///   - number: of the layer, which is registered as `conv1` and `norm1` and so on.
  init(
    from inputs: Int, to outputs: Int, kernelSize: Int = 3, number: Int, in scope: ParameterScope
  ) {
    convolution = Conv2d(
      from: inputs, to: outputs, kernelSize: kernelSize, bias: false, in: scope["conv\(number)"])
    normalization = BatchNorm2d(outputs, relu: true, in: scope["norm\(number)"])
  }

  func callAsFunction(_ input: Variable) -> Variable { normalization(convolution(input)) }

  func compiled() -> CompiledConvolution { convolution.compiled(with: normalization) }
}
