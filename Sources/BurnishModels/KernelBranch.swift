import BurnishNetworks
import BurnishTensors

/// One of the two branches of ``FDKN``: from blocks of pixels to factors of their kernels' weights
/// and offsets.
///
/// Convolutions 1, 3 and 5 are followed by batch normalization, all by ReLU.
struct KernelBranch {
  private struct Stage {
    let convolution: Conv2d
    let normalization: BatchNorm2d?
  }

  private let stages: [Stage]
  private let heads: KernelHeads

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
    heads = KernelHeads(
      from: channels, pixels: FDKN.block * FDKN.block, hyperparameters.choices, in: scope)
  }

  func callAsFunction(_ blocks: Variable) -> KernelHeads.Factors {
    var features = blocks
    for stage in stages {
      features = stage.convolution(features)
      if let normalization = stage.normalization { features = normalization(features) }
    }
    return heads(features)
  }

  func compiled() -> Compiled {
    Compiled(
      stages: stages.map { stage in
        guard let normalization = stage.normalization else { return stage.convolution.compiled() }
        return stage.convolution.compiled(with: normalization)
      }, heads: heads.compiled())
  }

  struct Compiled: Sendable {
    let stages: [CompiledConvolution]
    let heads: KernelHeads.Compiled

    func callAsFunction(_ blocks: Tensor) -> KernelFactors {
      heads(stages.reduce(blocks) { features, stage in stage(features) })
    }
  }
}
