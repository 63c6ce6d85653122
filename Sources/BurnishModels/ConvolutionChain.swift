import BurnishNetworks
import BurnishTensors

/// Convolutions one after the other, ReLU between them; none at all leave the input as it is.
struct ConvolutionChain: Sendable {
  private struct Stage: Sendable {
    /// Zeros around the input that the convolution does not add itself.
    let margin: ConvolutionGeometry.Padding?
    let convolution: ConvolutionBlock
  }

  private let stages: [Stage]

  /// - Parameters:
  ///   - channels: of each convolution's output.
  ///   - kernelSizes: of each convolution.
  ///   - padding: the rows and columns of zeros that each convolution adds around its input.
  ///   - endsInReLU: whether ReLU follows the last convolution too.
  ///   - scope: where the convolutions are registered as `conv1`, `conv2`, …
  init(
    from inputChannels: Int, channels: [Int], kernelSizes: [Int], padding: Int = 0,
    endsInReLU: Bool = false, in scope: ParameterScope
  ) {
    precondition(
      channels.count == kernelSizes.count,
      "channels \(channels) and kernel sizes \(kernelSizes) differ in number")
    var stages: [Stage] = []
    var previous = inputChannels
    for (index, (next, size)) in zip(channels, kernelSizes).enumerated() {
      // oneDNN has no fast way for zeros that a kernel of one pixel alone would see.
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
