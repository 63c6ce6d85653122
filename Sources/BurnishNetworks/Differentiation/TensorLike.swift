import BurnishTensors

/// The values of a forward pass: ``Tensor`` in inference, ``Variable`` in training. Each forward pass is written once
/// for both.
///
/// Images are `[N, C, H, W]`. Shapes, borders, and preconditions are as in BurnishTensors' functions of similar names.
public protocol TensorLike {
  var shape: [Int] { get }

  static func + (first: Self, second: Self) -> Self
  static func + (tensor: Self, scalar: Float) -> Self

  /// The same samples with another shape of the same count.
  func reshaped(to shape: [Int]) -> Self

  /// Adds rows and columns around the images.
  func padded(by margin: ConvolutionGeometry.Padding, mode: BorderMode) -> Self
  /// Removes rows and columns from the images' margin.
  func cropped(by margin: ConvolutionGeometry.Padding) -> Self
  /// Keeps only the pixels of a lattice.
  func picked(at lattice: PixelLattice) -> Self

  /// Repeats each image several times in a row: `[N · count, C, H, W]`.
  func imagesRepeated(_ count: Int) -> Self
  /// Concatenates along the channels.
  static func joined(_ parts: [Self]) -> Self

  /// Moves blocks of pixels into channels: `[N, C · block², H / block, W / block]`.
  func blocksInChannels(_ block: Int) -> Self
  /// The inverse of ``blocksInChannels(_:)``.
  func channelsInBlocks(_ block: Int) -> Self
  /// Sorts pixels by their position in blocks: `[block² · N, C, H / block, W / block]`.
  func blocksInImages(_ block: Int) -> Self
  /// The inverse of ``blocksInImages(_:)``.
  func imagesInBlocks(_ block: Int) -> Self

  /// The largest sample of each 2 x 2 square, and its position.
  func maxPooled() -> (output: Self, switches: PoolingSwitches)
  /// Returns each sample to the position in its square that pooling took it from, with zeros elsewhere.
  func maxUnpooled(_ switches: PoolingSwitches) -> Self
  /// Resizes by bilinear interpolation.
  func resizedBilinearly(height: Int, width: Int) -> Self
  /// The differences along rows and along columns, `[N, 1, H, W]` to `[N, 2, H, W]`.
  func forwardDifferences() -> Self

  /// Applies a convolution, its batch normalization, and its activation.
  ///
  /// - Parameter geometry: replaces the block's own geometry.
  func applying(_ block: ConvolutionBlock, geometry: ConvolutionGeometry) -> Self

  /// Filters a target with a sparse kernel for every pixel.
  ///
  /// - Parameters:
  ///   - kernels: the kernels of one or more branches, which are multiplied: all with offsets or all without.
  ///   - geometry: the positions of the taps and the pixels to compute.
  ///   - normalization: the normalization of a pixel's weights.
  func filtered(
    by kernels: [PredictedKernels<Self>], geometry: SamplingGeometry,
    normalization: KernelNormalization
  ) -> Self

  /// Applies an operation that is defined elsewhere, such as the solution of a system.
  ///
  /// - Parameters:
  ///   - operands: inputs with gradients.
  ///   - constants: inputs without gradients, such as the start of a solver.
  ///   - operation: called once, with all samples.
  static func applying(
    _ operation: (_ operands: [Tensor], _ constants: [Tensor]) -> OperationResult,
    to operands: [Self], constants: [Self]
  ) -> Self
}

extension TensorLike {
  public func applying(_ block: ConvolutionBlock) -> Self {
    applying(block, geometry: block.convolution.geometry)
  }
}

/// The kernel factors that a branch of a deformable kernel network predicts.
public struct PredictedKernels<Values: TensorLike> {
  /// The weights after their sigmoid, in the order of ``SamplingGeometry``.
  public var weights: Values
  /// The offsets in the same order; `nil` if the taps are on the grid.
  public var offsets: Values?

  public init(weights: Values, offsets: Values?) {
    (self.weights, self.offsets) = (weights, offsets)
  }

  /// Applies a function to the weights and the offsets.
  public func map(_ transform: (Values) -> Values) -> PredictedKernels {
    PredictedKernels(weights: transform(weights), offsets: offsets.map(transform))
  }
}

/// The result of an operation that is defined elsewhere.
public struct OperationResult {
  let value: Tensor
  let derivative: (_ outputGradient: Tensor) -> [Tensor]

  /// - Parameters:
  ///   - value: the operation's result.
  ///   - derivative: converts the gradient with respect to the result into the operands' gradients, in their order
  ///     and in their shapes.
  public init(_ value: Tensor, derivative: @escaping (Tensor) -> [Tensor]) {
    (self.value, self.derivative) = (value, derivative)
  }
}
