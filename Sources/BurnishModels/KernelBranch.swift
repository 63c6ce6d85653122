import BurnishNetworks
import BurnishTensors

/// One of the two branches of ``FDKN``: from blocks of pixels to factors of their kernels' weights
/// and offsets.
///
/// Convolutions 1, 3 and 5 are followed by batch normalisation, all by ReLU. Output channels are
/// ordered as `SamplingGeometry` has them: tap by tap, and within a tap pixel by pixel.
struct KernelBranch {
  private struct Stage {
    let convolution: Conv2d
    let normalization: BatchNorm2d?
  }

  private let stages: [Stage]
  private let weight: Conv2d
  private let offset: Conv2d

  init(from inputChannels: Int, _ hyperparameters: FDKN.Hyperparameters, in scope: ParameterScope) {
    var channels = inputChannels
    var stages: [Stage] = []
    for (index, next) in hyperparameters.channels.enumerated() {
      let isNormalized = index % 2 == 0
      let convolution = Conv2d(
        from: channels, to: next, kernelSize: 3, activation: isNormalized ? .none : .relu,
        in: scope["conv\(index + 1)"])
      let normalization =
        isNormalized ? BatchNorm2d(next, relu: true, in: scope["norm\(index + 1)"]) : nil
      stages.append(Stage(convolution: convolution, normalization: normalization))
      channels = next
    }
    self.stages = stages
    let taps = hyperparameters.kernelSize * hyperparameters.kernelSize
    let pixels = FDKN.block * FDKN.block
    weight = Conv2d(
      from: channels, to: taps * pixels, kernelSize: 1, activation: .sigmoid, in: scope["weight"])
    offset = Conv2d(from: channels, to: 2 * taps * pixels, kernelSize: 1, in: scope["offset"])
  }

  func callAsFunction(_ blocks: Variable) -> (weights: Variable, offsets: Variable) {
    var features = blocks
    for stage in stages {
      features = stage.convolution(features)
      if let normalization = stage.normalization { features = normalization(features) }
    }
    return (weight(features), offset(features))
  }

  func compiled() -> Compiled {
    Compiled(
      stages: stages.map { stage in
        guard let normalization = stage.normalization else { return stage.convolution.compiled() }
        return stage.convolution.compiled(with: normalization)
      }, weight: weight.compiled(), offset: offset.compiled())
  }

  struct Compiled: Sendable {
    let stages: [CompiledConvolution]
    let weight: CompiledConvolution
    let offset: CompiledConvolution

    func callAsFunction(_ blocks: Tensor) -> (weights: Tensor, offsets: Tensor) {
      let features = stages.reduce(blocks) { features, stage in stage(features) }
      return (weight(features), offset(features))
    }
  }
}
