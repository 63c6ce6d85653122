import BurnishNetworks
import BurnishTensors

/// The end of a branch in a deformable kernel network. 1 x 1 convolutions map features to the factors of
/// kernel weights, through a sigmoid, and to the factors of offsets.
///
/// Output channels have the order of `SamplingGeometry`: tap by tap, and within a tap pixel by pixel of
/// a block.
struct KernelHeads: Sendable {
  private let weight: ConvolutionBlock
  private let offset: ConvolutionBlock?

  /// - Parameter pixels: the number of pixels in a block.
  init(from channels: Int, pixels: Int, _ choices: KernelChoices, in scope: ParameterScope) {
    let count = choices.tapCount * pixels
    weight = ConvolutionBlock(
      Conv2d(from: channels, to: count, kernelSize: 1, activation: .sigmoid, in: scope["weight"]))
    offset =
      choices.offsets == .learned
      ? ConvolutionBlock(
        Conv2d(from: channels, to: 2 * count, kernelSize: 1, in: scope["offset"])) : nil
  }

  func callAsFunction<T: TensorLike>(_ features: T) -> PredictedKernels<T> {
    PredictedKernels(
      weights: features.applying(weight), offsets: offset.map { features.applying($0) })
  }
}
