import BurnishNetworks
import BurnishTensors

extension DenoisingAutoencoder {
  /// The network with its present weights as convolutions alone, through which a gradient goes back to
  /// the image.
  ///
  /// Inference on a tape would take a pass of its own for every normalisation and every ReLU, forward
  /// and backward.
  public struct Folded: Sendable {
    private struct Stage: Sendable {
      let weight: Tensor
      let bias: Tensor?
      let geometry: ConvolutionGeometry
      let activation: Activation
    }

    private let stages: [Stage]

    fileprivate init(
      first: Conv2d, middle: [(convolution: Conv2d, normalization: BatchNorm2d)], last: Conv2d
    ) {
      func plain(_ convolution: Conv2d) -> Stage {
        Stage(
          weight: convolution.weight.value, bias: convolution.bias?.value,
          geometry: convolution.geometry, activation: convolution.activation)
      }
      stages =
        [plain(first)]
        + middle.map { convolution, normalization in
          let folded = convolution.foldedWeightAndBias(with: normalization)
          return Stage(
            weight: folded.weight, bias: folded.bias, geometry: convolution.geometry,
            activation: normalization.relu ? .relu : .none)
        } + [plain(last)]
    }

    /// - Parameter image: `[N, C, H, W]`, samples in 0...1, on a tape that differentiates no parameters.
    /// - Returns: what to add to the image, `[N, C, H, W]`.
    public func correction(of image: Variable) -> Variable {
      stages.reduce(image) { features, stage in
        convolve(
          features, Variable(constant: stage.weight),
          bias: stage.bias.map { Variable(constant: $0) }, geometry: stage.geometry,
          activation: stage.activation)
      }
    }
  }

  /// The network with its present weights as convolutions alone.
  public func folded() -> Folded { Folded(first: first, middle: middle, last: last) }
}
