import BurnishNetworks
import BurnishTensors

/// One of the two branches of ``FDKN``. It maps blocks of pixels to factors of their kernels' weights
/// and offsets.
///
/// Batch normalization follows convolutions 1, 3, and 5, and ReLU follows all.
struct FDKNBranch: Sendable {
  private let stages: [ConvolutionBlock]
  private let heads: KernelHeads

  init(from inputChannels: Int, _ hyperparameters: FDKN.Hyperparameters, in scope: ParameterScope) {
    var channels = inputChannels
    var stages: [ConvolutionBlock] = []
    for (index, next) in hyperparameters.channels.enumerated() {
      let isNormalized = index % 2 == 0
      let convolution = Conv2d(
        from: channels, to: next, kernelSize: 3, activation: isNormalized ? .none : .relu,
        in: scope["conv\(index + 1)"])
      let normalization =
        isNormalized ? BatchNorm2d(next, relu: true, in: scope["norm\(index + 1)"]) : nil
      stages.append(ConvolutionBlock(convolution, normalization))
      channels = next
    }
    self.stages = stages
    heads = KernelHeads(
      from: channels, pixels: FDKN.block * FDKN.block, hyperparameters.choices, in: scope)
  }

  func callAsFunction<T: TensorLike>(_ blocks: T) -> PredictedKernels<T> {
    heads(stages.reduce(blocks) { $0.applying($1) })
  }
}
