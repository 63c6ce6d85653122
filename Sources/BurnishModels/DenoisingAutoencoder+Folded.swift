import BurnishNetworks
import BurnishTensors
import Synchronization

extension DenoisingAutoencoder {
  /// The network with its present weights as convolutions alone, through which a gradient goes back to
  /// the image.
  ///
  /// On a tape every normalization and every ReLU would take a pass of its own, forward and backward, and every
  /// kernel would be transformed anew each time.
  public struct Folded: Sendable {
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

    /// The same convolutions, for inference alone.
    public var stack: Compiled { Compiled(layers: stages.map(\.forward)) }

    /// What to add to an image, and what a gradient by that becomes.
    ///
    /// - Parameters:
    ///   - image: `[N, C, H, W]`, samples in 0...1.
    ///   - outputGradient: from the correction, `[N, C, H, W]`, to a gradient by it of the same shape.
    /// - Returns: the correction, and the gradient by the image, both `[N, C, H, W]`.
    public func correction(
      of image: Tensor, outputGradient: (_ correction: Tensor) -> Tensor
    ) -> (correction: Tensor, imageGradient: Tensor) {
      var features = image
      var masks: [ReLUMask] = []
      for stage in stages.dropLast() {
        let (output, mask) = stage.forward.withMask(features)
        features = output
        masks.append(mask)
      }
      let correction = stages.last!.forward(features)
      var gradient = outputGradient(correction)
      for (index, stage) in stages.enumerated().reversed() {
        gradient = stage.backward(gradient, gradientOf: index > 0 ? masks.removeLast() : nil)
      }
      return (correction, gradient)
    }
  }

  /// The network with its present weights as convolutions alone.
  public func folded() -> Folded { Folded(first: first, middle: middle, last: last) }
}

extension DenoisingAutoencoder.Folded {
  /// One convolution, and what carries a gradient back through it.
  fileprivate final class Stage: Sendable {
    let forward: CompiledConvolution
    private let weight: Tensor
    private let transposed = Mutex<CompiledConvolution?>(nil)

    init(weight: Tensor, bias: Tensor?, geometry: ConvolutionGeometry, activation: Activation) {
      self.weight = weight
      forward = CompiledConvolution(
        weight: weight, bias: bias, geometry: geometry, activation: activation)
    }

    /// Made when the first gradient needs it.
    var backward: CompiledConvolution {
      transposed.withLock { transposed in
        if let transposed { return transposed }
        let made = CompiledConvolution(inputGradientOf: weight, geometry: forward.geometry)
        transposed = made
        return made
      }
    }
  }
}
