// V. Santhanam, V. I. Morariu, L. S. Davis, "Generalized Deep Image to Image Regression" (RBDN),
// section 3.
//
// Departures from the paper:
// - The output has neither batch normalization nor ReLU, which follow every deconvolution in the paper.
// - Images whose sides are not multiples of 2^(K+1) are mirrored at the bottom and at the right, and the
//   result is cropped. The paper does not mention them. Repeated border pixels would look like lines: the
//   network would treat their noise as structure and keep it.
// - `residual` adds the output to the input, which the paper lists as future work.
// - `halving` can rearrange pixels instead of pooling them, as in K. Zhang, W. Zuo, L. Zhang, "FFDNet", 2018.

import BurnishCore
import BurnishNetworks
import BurnishTensors

/// The recursively branched deconvolutional network. It gathers features of several scales early, in
/// nested branches: each leaves the previous branch and joins it again. Convolutions at half the
/// resolution then map the features to an image.
///
/// A deconvolution of stride 1 is a convolution with the kernel rotated by 180°, and is implemented as one.
public struct RBDN: ImageNetwork {
  /// The design choices that the paper varies.
  public struct Hyperparameters: Sendable, Hashable, Codable {
    /// The way a branch's features return to the resolution of its parent.
    public enum Upsampling: String, Sendable, Hashable, Codable {
      /// Unpooling to the places of the maxima, then a deconvolution of 3 x 3 with normalization and
      /// ReLU.
      case learned
      /// Fixed bilinear interpolation.
      case bilinear
    }

    /// The way features change to half the resolution and back to full resolution.
    public enum Halving: String, Sendable, Hashable, Codable {
      /// Max pooling that keeps its switches, and unpooling to them, as in the paper. It keeps one of four
      /// features, which suits tasks that change the whole image.
      case pooling
      /// Four pixels with a quarter of the channels become one pixel with all channels, and back. This is
      /// lossless, which denoising needs.
      case rearrangement
    }

    public var inputChannels = 1
    public var outputChannels = 1
    /// The number of branches, K in the paper, 0 to 4.
    public var branches = 3
    /// The number of channels in the inner layers.
    public var channels = 64
    /// The number of convolutions at half the resolution, D in the paper.
    public var depth = 9
    public var halving = Halving.pooling
    public var upsampling = Upsampling.learned
    /// Whether a branch's features join its parent's pooled features instead of replacing them.
    public var concatenation = true
    /// Whether the output is added to the input, which needs the same number of channels. The last layer
    /// then starts with zeros, so the network initially changes nothing. This suits tasks that change
    /// images little, such as denoising.
    public var residual = false

    public init() {}
  }

  /// K of 9 x 9 x 64 in the paper: the side of the first and of the last kernel.
  static let outerKernelSize = 9

  public let hyperparameters: Hyperparameters
  public let parameters: ParameterSet
  private let extraction: ConvolutionBlock
  private let branches: RBDNBranches
  private let transform: [ConvolutionBlock]
  private let reconstruction: ConvolutionBlock

  /// - Parameter seed: the seed of the initial weights.
  public init(_ hyperparameters: Hyperparameters = .init(), seed: UInt64 = 0) {
    self.init(hyperparameters, in: ParameterScope(seed: seed))
  }

  /// - Parameter scope: the root in which the layers draw or read their weights.
  public init(_ hyperparameters: Hyperparameters, in scope: ParameterScope) {
    require(
      (0...4).contains(hyperparameters.branches) && hyperparameters.depth >= 1,
      "\(hyperparameters.branches) branches and \(hyperparameters.depth) layers are not 0 to 4 and 1 or more"
    )
    require(
      !hyperparameters.residual || hyperparameters.inputChannels == hyperparameters.outputChannels,
      "\(hyperparameters.outputChannels) channels cannot be added to \(hyperparameters.inputChannels)"
    )
    self.hyperparameters = hyperparameters
    let (channels, depth) = (hyperparameters.channels, hyperparameters.depth)
    extraction = ConvolutionBlock(
      from: hyperparameters.inputChannels, to: hyperparameters.outerChannels,
      kernelSize: Self.outerKernelSize, number: 1, in: scope)
    let branches = RBDNBranches(hyperparameters, in: scope)
    self.branches = branches
    transform = (0..<depth).map { index in
      ConvolutionBlock(
        from: index == 0 ? branches.outputChannels : channels, to: channels, number: index + 2,
        in: scope)
    }
    reconstruction = ConvolutionBlock(
      Conv2d(
        from: hyperparameters.outerChannels, to: hyperparameters.outputChannels,
        kernelSize: Self.outerKernelSize,
        initializer: hyperparameters.residual ? .zeros : .heNormal, in: scope["conv\(depth + 2)"]))
    parameters = scope.parameters
  }

  public func callAsFunction<T: TensorLike>(_ image: T) -> T { self(image, at: .everyPixel) }

  public func callAsFunction<T: TensorLike>(_ image: T, at lattice: PixelLattice) -> T {
    guard let window = hyperparameters.window(at: lattice) else {
      return self(image).picked(at: lattice)
    }
    let margin = hyperparameters.margin(of: image.shape)
    let extracted = image.padded(by: margin, mode: .reflect).applying(extraction)
    let features = hyperparameters.halving(extracted) { halved in
      transform.reduce(branches(halved)) { $0.applying($1) }
    }
    let whole = features.cropped(by: window.margin)
      .applying(reconstruction, geometry: window.geometry)
    let output = whole.cropped(
      by: excess(of: whole.shape, over: lattice.shape(of: image.shape)))
    return hyperparameters.residual ? image.picked(at: lattice) + output : output
  }
}

extension RBDN.Hyperparameters.Halving {
  /// Applies a transform at half the resolution to features and returns to their resolution.
  fileprivate func callAsFunction<T: TensorLike>(_ features: T, _ transform: (T) -> T) -> T {
    switch self {
    case .pooling:
      let (pooled, switches) = features.maxPooled()
      return transform(pooled).maxUnpooled(switches)
    case .rearrangement: return transform(features.blocksInChannels(2)).channelsInBlocks(2)
    }
  }
}

extension RBDN {
  /// The part of the features and the geometry with which the last convolution yields only a lattice's pixels.
  struct Window {
    /// The first rows and columns, which the convolution skips.
    let margin: ConvolutionGeometry.Padding
    let geometry: ConvolutionGeometry
  }
}

/// The extra last rows and columns of one shape over another.
private func excess(of shape: [Int], over part: [Int]) -> ConvolutionGeometry.Padding {
  .init(bottom: shape[2] - part[2], right: shape[3] - part[3])
}

extension RBDN.Hyperparameters {
  /// The window for images of whole blocks; `nil` if the block is not a multiple of the lattice's stride.
  func window(at lattice: PixelLattice) -> RBDN.Window? {
    guard block % lattice.stride == 0, lattice.row < lattice.stride else { return nil }
    let radius = RBDN.outerKernelSize / 2
    func after(_ first: Int) -> Int { max(0, first + radius + 1 - lattice.stride) }
    return RBDN.Window(
      margin: .init(top: max(0, lattice.row - radius), left: max(0, lattice.column - radius)),
      geometry: ConvolutionGeometry(
        stride: lattice.stride,
        padding: .init(
          top: max(0, radius - lattice.row), left: max(0, radius - lattice.column),
          bottom: after(lattice.row), right: after(lattice.column))))
  }

  /// The number of channels of the features at full resolution.
  var outerChannels: Int { halving == .pooling ? channels : channels / 4 }

  /// The block size: an image's sides are padded to multiples of it, because each pooling halves them.
  public var block: Int { 2 << branches }

  /// The padding that makes both sides multiples of the block.
  func margin(of shape: [Int]) -> ConvolutionGeometry.Padding {
    require(
      shape.count == 4 && shape[1] == inputChannels && !shape.contains(0),
      "an image of shape \(shape) is not [N, \(inputChannels), H, W]")
    return .init(toMultiplesOf: block, of: shape)
  }
}

extension RBDN.Hyperparameters: ImageArchitecture {
  public static var architectureName: String { "RBDN" }

  public var imageChannels: Int { inputChannels }

  /// Four pixels for each kernel of 9 x 9, and two for each convolution at half the resolution. In branch k,
  /// convolutions at the parent's resolution add `2^k` pixels, and those at its own add twice as many.
  /// Pooling works on whole blocks, which adds `block - 1` pixels.
  public var reach: Int {
    let ofBranches = (0..<branches).reduce(0) { sum, index in
      sum + (2 << index) * (upsampling == .learned ? 4 : 5)
    }
    return 2 * 4 + 2 * depth + ofBranches + block - 1
  }

  public var alignment: Int { block }

  public func check(path: String) throws(Failure) {
    try demand((1...16).contains(inputChannels), "inputChannels", "a number in 1...16", path)
    try demand((1...1024).contains(outputChannels), "outputChannels", "a number in 1...1024", path)
    try demand((0...4).contains(branches), "branches", "a number in 0...4", path)
    try demand((1...1024).contains(channels), "channels", "a number in 1...1024", path)
    try demand(
      halving == .pooling || channels % 4 == 0, "channels",
      "a multiple of 4 where halving is rearrangement", path)
    try demand((1...100).contains(depth), "depth", "a number in 1...100", path)
    try demand(
      !residual || inputChannels == outputChannels, "residual",
      "false where inputChannels and outputChannels differ", path)
  }

  public func network(in scope: ParameterScope) -> any ImageNetwork {
    RBDN(self, in: scope)
  }
}
