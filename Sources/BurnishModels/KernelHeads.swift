import BurnishNetworks
import BurnishTensors

/// The end of a branch of a deformable kernel network: 1 x 1 convolutions from features to the factors
/// of kernels' weights, through a sigmoid, and of offsets.
///
/// Output channels are ordered as `SamplingGeometry` has them: tap by tap, and within a tap pixel by
/// pixel of a block.
struct KernelHeads {
  /// What a branch predicts: factors of the kernels.
  struct Factors {
    let weights: Variable
    let offsets: Variable?

    /// The kernels of each image for several in a row.
    func repeated(_ count: Int) -> Factors {
      guard count > 1 else { return self }
      return Factors(
        weights: repeatImages(weights, count: count),
        offsets: offsets.map { repeatImages($0, count: count) })
    }
  }

  private let weight: Conv2d
  private let offset: Conv2d?

  /// - Parameter pixels: the pixels of a block.
  init(from channels: Int, pixels: Int, _ choices: KernelChoices, in scope: ParameterScope) {
    let count = choices.tapCount * pixels
    weight = Conv2d(
      from: channels, to: count, kernelSize: 1, activation: .sigmoid, in: scope["weight"])
    offset =
      choices.offsets == .learned
      ? Conv2d(from: channels, to: 2 * count, kernelSize: 1, in: scope["offset"]) : nil
  }

  func callAsFunction(_ features: Variable) -> Factors {
    Factors(weights: weight(features), offsets: offset.map { $0(features) })
  }

  func compiled() -> Compiled { Compiled(weight: weight.compiled(), offset: offset?.compiled()) }

  struct Compiled: Sendable {
    let weight: CompiledConvolution
    let offset: CompiledConvolution?

    func callAsFunction(_ features: Tensor) -> KernelFactors {
      KernelFactors(weights: weight(features), offsets: offset.map { $0(features) })
    }
  }
}
