import BurnishTensors

/// What a forward pass is written over, once for all its uses: ``Tensor`` in inference, ``Variable`` in training.
///
/// Images are `[N, C, H, W]`. Shapes, borders and preconditions are those of BurnishTensors' functions of like names.
public protocol TensorLike {
  var shape: [Int] { get }

  static func + (first: Self, second: Self) -> Self
  static func + (tensor: Self, scalar: Float) -> Self

  /// The same samples under another shape of the same count.
  func reshaped(to shape: [Int]) -> Self

  /// With rows and columns around the images.
  func padded(by margin: ConvolutionGeometry.Padding, mode: BorderMode) -> Self
  /// Without rows and columns of their margin.
  func cropped(by margin: ConvolutionGeometry.Padding) -> Self
  /// The pixels of a lattice alone.
  func picked(at lattice: PixelLattice) -> Self

  /// Each image several times in a row, `[N · count, C, H, W]`.
  func imagesRepeated(_ count: Int) -> Self
  /// Side by side along the channels.
  static func joined(_ parts: [Self]) -> Self

  /// Blocks of pixels in channels, `[N, C · block², H / block, W / block]`.
  func blocksInChannels(_ block: Int) -> Self
  /// The inverse of ``blocksInChannels(_:)``.
  func channelsInBlocks(_ block: Int) -> Self
  /// Pixels sorted by their place in blocks, `[block² · N, C, H / block, W / block]`.
  func blocksInImages(_ block: Int) -> Self
  /// The inverse of ``blocksInImages(_:)``.
  func imagesInBlocks(_ block: Int) -> Self

  /// The greatest sample of each 2 x 2 square, and which it was.
  func maxPooled() -> (output: Self, switches: PoolingSwitches)
  /// Each sample at the place in its square that a pooling took one from, zeros elsewhere.
  func maxUnpooled(_ switches: PoolingSwitches) -> Self
  /// By bilinear interpolation to other extents.
  func resizedBilinearly(height: Int, width: Int) -> Self
  /// Along rows and along columns, `[N, 1, H, W]` to `[N, 2, H, W]`.
  func forwardDifferences() -> Self

  /// A convolution, the batch normalization behind it, and its activation.
  ///
  /// - Parameter geometry: instead of the block's own.
  func applying(_ block: ConvolutionBlock, geometry: ConvolutionGeometry) -> Self

  /// A target filtered with a sparse kernel for every pixel.
  ///
  /// - Parameters:
  ///   - kernels: of one branch or more, whose products count: all with offsets or all without.
  ///   - geometry: where the taps lie, and the pixels that are asked for.
  ///   - normalization: what is done to the weights of a pixel.
  func filtered(
    by kernels: [PredictedKernels<Self>], geometry: SamplingGeometry,
    normalization: KernelNormalization
  ) -> Self

  /// The result of an operation that is defined elsewhere, such as the solution of a system.
  ///
  /// - Parameters:
  ///   - operands: what it is computed from, and has gradients by.
  ///   - constants: what it is computed from besides, such as where a solver starts.
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

/// What a branch of a deformable kernel network predicts: factors of the kernels.
public struct PredictedKernels<Values: TensorLike> {
  /// After their sigmoid, ordered as ``SamplingGeometry`` has them.
  public var weights: Values
  /// Likewise; `nil` where taps stand on the grid.
  public var offsets: Values?

  public init(weights: Values, offsets: Values?) {
    (self.weights, self.offsets) = (weights, offsets)
  }

  /// With something done to both.
  public func map(_ transform: (Values) -> Values) -> PredictedKernels {
    PredictedKernels(weights: transform(weights), offsets: offsets.map(transform))
  }
}

/// What an operation that is defined elsewhere comes to.
public struct OperationResult {
  let value: Tensor
  let derivative: (_ outputGradient: Tensor) -> [Tensor]

  /// - Parameters:
  ///   - value: the operation's result.
  ///   - derivative: turns the gradient by the result into those by the operands, in their order and of their
  ///     shapes.
  public init(_ value: Tensor, derivative: @escaping (Tensor) -> [Tensor]) {
    (self.value, self.derivative) = (value, derivative)
  }
}
