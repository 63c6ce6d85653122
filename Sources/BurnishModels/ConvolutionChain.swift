import BurnishNetworks
import BurnishTensors

/// Convolutions one after the other without padding, ReLU between them; none at all leave the input as
/// it is.
struct ConvolutionChain {
  private let layers: [Conv2d]

  /// - Parameters:
  ///   - channels: of each convolution's output.
  ///   - kernelSizes: of each convolution.
  ///   - endsInReLU: whether ReLU follows the last convolution too.
  ///   - scope: where the convolutions are registered as `conv1`, `conv2`, …
  init(
    from inputChannels: Int, channels: [Int], kernelSizes: [Int], endsInReLU: Bool = false,
    in scope: ParameterScope
  ) {
    precondition(
      channels.count == kernelSizes.count,
      "channels \(channels) and kernel sizes \(kernelSizes) differ in number")
    var layers: [Conv2d] = []
    var previous = inputChannels
    for (index, (next, size)) in zip(channels, kernelSizes).enumerated() {
      layers.append(
        Conv2d(
          from: previous, to: next, kernelSize: size, geometry: .valid,
          activation: index < channels.count - 1 || endsInReLU ? .relu : .none,
          in: scope["conv\(index + 1)"]))
      previous = next
    }
    self.layers = layers
  }

  func callAsFunction(_ input: Variable) -> Variable {
    layers.reduce(input) { features, layer in layer(features) }
  }

  func compiled() -> Compiled { Compiled(layers: layers.map { $0.compiled() }) }

  struct Compiled: Sendable {
    let layers: [CompiledConvolution]

    func callAsFunction(_ input: Tensor) -> Tensor {
      layers.reduce(input) { features, layer in layer(features) }
    }
  }
}
