import BurnishNetworks
import BurnishTensors

/// One of the two branches of ``DKN``: from windows of an image to factors of the kernels of the
/// windows' centers.
///
/// Convolutions 1, 3 and 5 are followed by batch normalization, all by ReLU; 2 and 4 have a stride of 2.
/// None pads, so that windows do not see what lies outside of them.
struct DKNBranch {
  private struct Stage {
    let convolution: Conv2d
    let normalization: BatchNorm2d?

    func compiled(geometry: ConvolutionGeometry) -> CompiledConvolution {
      let folded = normalization.map(convolution.foldedWeightAndBias(with:))
      return CompiledConvolution(
        weight: folded?.weight ?? convolution.weight.value,
        bias: folded?.bias ?? convolution.bias?.value, geometry: geometry, activation: .relu)
    }
  }

  static let kernelSizes = [7, 2, 5, 2, 5, 3, 3]
  private static let strides = [1, 2, 1, 2, 1, 1, 1]

  private let stages: [Stage]
  private let heads: KernelHeads

  init(from inputChannels: Int, _ hyperparameters: DKN.Hyperparameters, in scope: ParameterScope) {
    var channels = inputChannels
    var stages: [Stage] = []
    for (index, next) in hyperparameters.channels.enumerated() {
      let isNormalized = [0, 2, 4].contains(index)
      let convolution = Conv2d(
        from: channels, to: next, kernelSize: Self.kernelSizes[index],
        geometry: ConvolutionGeometry(stride: Self.strides[index]),
        activation: isNormalized ? .none : .relu, in: scope["conv\(index + 1)"])
      let normalization =
        isNormalized ? BatchNorm2d(next, relu: true, in: scope["norm\(index + 1)"]) : nil
      stages.append(Stage(convolution: convolution, normalization: normalization))
      channels = next
    }
    self.stages = stages
    heads = KernelHeads(from: channels, pixels: 1, hyperparameters.choices, in: scope)
  }

  /// The factors of the windows that begin in every fourth row and column.
  ///
  /// - Parameter image: `[N, C, 4 (h - 1) + 50, 4 (w - 1) + 50]`.
  /// - Returns: of size h x w.
  func callAsFunction(_ image: Variable) -> KernelHeads.Factors {
    let features = stages.reduce(image) { features, stage in
      let output = stage.convolution(features)
      return stage.normalization.map { $0(output) } ?? output
    }
    return heads(features)
  }

  /// The factors of the windows that begin at any pixel, without a product computed twice: where a
  /// convolution has a stride of 2, it is taken without, and what would be passed over makes images
  /// of its own.
  ///
  /// - Parameter image: `[N, C, 4 h + 49, 4 w + 49]`.
  /// - Returns: of size 4 h x 4 w.
  func everywhere(_ image: Variable) -> KernelHeads.Factors {
    let features = stages.reduce(image) { features, stage in
      guard stage.convolution.geometry.stride > 1 else {
        let output = stage.convolution(features)
        return stage.normalization.map { $0(output) } ?? output
      }
      let dense = convolve(
        features, stage.convolution.weight.variable, bias: stage.convolution.bias?.variable,
        geometry: .valid, activation: .relu)
      return spaceToBatch(dense, block: 2)
    }
    let factors = heads(features)
    func stitched(_ images: Variable) -> Variable {
      batchToSpace(batchToSpace(images, block: 2), block: 2)
    }
    return .init(weights: stitched(factors.weights), offsets: factors.offsets.map(stitched))
  }

  func compiled() -> Compiled {
    Compiled(
      stages: stages.map { $0.compiled(geometry: .valid) }, heads: heads.compiled())
  }

  /// The branch for inference at every pixel.
  struct Compiled: Sendable {
    let stages: [CompiledConvolution]
    let heads: KernelHeads.Compiled

    /// What the windows from all pixels have in common.
    ///
    /// - Parameter image: `[N, C, 4 h + 49, 4 w + 49]`.
    /// - Returns: features of `4 h + 42` rows and `4 w + 42` columns.
    func shared(_ image: Tensor) -> Tensor {
      stages[..<2].reduce(image) { features, stage in stage(features) }
    }

    /// The factors of the windows that begin in every second row and column.
    ///
    /// - Parameter features: `[N, C, 2 h + 21, 2 w + 21]`, a lattice of stride 2 of ``shared(_:)``.
    /// - Returns: `[4 N, ·, h, w]` in plain order, images as in `spaceToBatch(_:block:)`.
    func callAsFunction(_ features: Tensor) -> KernelFactors {
      let halved = spaceToBatch(
        stages[2..<4].reduce(features) { features, stage in stage(features) }, block: 2)
      let factors = heads(stages[4...].reduce(halved) { features, stage in stage(features) })
      return KernelFactors(
        weights: factors.weights.plain(), offsets: factors.offsets.map { $0.plain() })
    }
  }
}
