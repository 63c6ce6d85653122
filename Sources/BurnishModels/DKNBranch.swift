import BurnishNetworks
import BurnishTensors

/// One of the two branches of ``DKN``. It maps windows of an image to factors of the kernels for the
/// windows' centers.
///
/// Batch normalization follows convolutions 1, 3, and 5, and ReLU follows all; 2 and 4 have a stride of 2.
/// None pads, so a window does not depend on its surroundings.
struct DKNBranch: Sendable {
  static let kernelSizes = [7, 2, 5, 2, 5, 3, 3]
  private static let strides = [1, 2, 1, 2, 1, 1, 1]

  private let stages: [ConvolutionBlock]
  private let heads: KernelHeads

  init(from inputChannels: Int, _ hyperparameters: DKN.Hyperparameters, in scope: ParameterScope) {
    var channels = inputChannels
    var stages: [ConvolutionBlock] = []
    for (index, next) in hyperparameters.channels.enumerated() {
      let isNormalized = [0, 2, 4].contains(index)
      let convolution = Conv2d(
        from: channels, to: next, kernelSize: Self.kernelSizes[index],
        geometry: ConvolutionGeometry(stride: Self.strides[index]),
        activation: isNormalized ? .none : .relu, in: scope["conv\(index + 1)"])
      let normalization =
        isNormalized ? BatchNorm2d(next, relu: true, in: scope["norm\(index + 1)"]) : nil
      stages.append(ConvolutionBlock(convolution, normalization))
      channels = next
    }
    self.stages = stages
    heads = KernelHeads(from: channels, pixels: 1, hyperparameters.choices, in: scope)
  }

  /// The factors for the windows that begin in every fourth row and column.
  ///
  /// - Parameter image: `[N, C, 4 (h - 1) + 50, 4 (w - 1) + 50]`.
  /// - Returns: factors of size h x w.
  func callAsFunction<T: TensorLike>(_ image: T) -> PredictedKernels<T> {
    heads(stages.reduce(image) { $0.applying($1) })
  }

  /// The factors for the windows that begin at any pixel, without duplicate products. A convolution of
  /// stride 2 runs with stride 1, and the pixels that stride 2 would skip make separate images.
  ///
  /// - Parameter image: `[N, C, 4 h + 49, 4 w + 49]`.
  /// - Returns: factors of size 4 h x 4 w.
  func everywhere<T: TensorLike>(_ image: T) -> PredictedKernels<T> {
    kernels(ofHalves: shared(image).blocksInImages(2)).map {
      $0.imagesInBlocks(2).imagesInBlocks(2)
    }
  }

  /// The features that the windows of all pixels share.
  ///
  /// - Parameter image: `[N, C, 4 h + 49, 4 w + 49]`.
  /// - Returns: features of `4 h + 42` rows and `4 w + 42` columns.
  func shared<T: TensorLike>(_ image: T) -> T { dense(image, stages[..<2]) }

  /// The factors for the windows that begin in every second row and column.
  ///
  /// - Parameter features: `[N, C, 2 h + 21, 2 w + 21]`, a lattice of stride 2 of ``shared(_:)``.
  /// - Returns: `[4 N, ·, h, w]`, images as in `spaceToBatch(_:block:)`.
  func kernels<T: TensorLike>(ofHalves features: T) -> PredictedKernels<T> {
    heads(dense(dense(features, stages[2..<4]).blocksInImages(2), stages[4...]))
  }

  private func dense<T: TensorLike>(_ input: T, _ stages: ArraySlice<ConvolutionBlock>) -> T {
    stages.reduce(input) { $0.applying($1, geometry: .valid) }
  }
}
