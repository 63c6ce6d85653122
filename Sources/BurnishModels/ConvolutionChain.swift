import BurnishCore
import BurnishNetworks
import BurnishTensors

/// A sequence of convolutions with ReLU between them. An empty chain returns its input.
struct ConvolutionChain: Sendable {
  private struct Stage: Sendable {
    /// The zeros around the input that the convolution does not add itself.
    let margin: ConvolutionGeometry.Padding?
    let convolution: ConvolutionBlock
  }

  private let stages: [Stage]

  /// - Parameters:
  ///   - channels: the output channels of each convolution.
  ///   - kernelSizes: the kernel size of each convolution.
  ///   - padding: the rows and columns of zeros that each convolution adds around its input.
  ///   - endsInReLU: whether ReLU also follows the last convolution.
  ///   - scope: the scope that registers the convolutions as `conv1`, `conv2`, …
  init(
    from inputChannels: Int, channels: [Int], kernelSizes: [Int], padding: Int = 0,
    endsInReLU: Bool = false, in scope: ParameterScope
  ) {
    require(
      channels.count == kernelSizes.count,
      "channels \(channels) and kernel sizes \(kernelSizes) differ in number")
    var stages: [Stage] = []
    var previous = inputChannels
    for (index, (next, size)) in zip(channels, kernelSizes).enumerated() {
      // oneDNN is slow if a kernel of one pixel sees only padding zeros.
      let isApart = size == 1 && padding > 0
      let convolution = Conv2d(
        from: previous, to: next, kernelSize: size, geometry: .init(padding: isApart ? 0 : padding),
        activation: index < channels.count - 1 || endsInReLU ? .relu : .none,
        in: scope["conv\(index + 1)"])
      stages.append(
        Stage(margin: isApart ? .init(padding) : nil, convolution: ConvolutionBlock(convolution)))
      previous = next
    }
    self.stages = stages
  }

  func callAsFunction<T: TensorLike>(_ input: T) -> T {
    stages.reduce(input) { features, stage in
      (stage.margin.map { features.padded(by: $0, mode: .zero) } ?? features)
        .applying(stage.convolution)
    }
  }
}
