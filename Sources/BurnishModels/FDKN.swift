// B. Kim, J. Ponce, B. Ham, "Deformable Kernel Networks for Joint Image Filtering", table 2 and
// section 3.3.
//
// Departures from the paper:
// - Images whose sides are not multiples of 4 are padded with repeated border pixels and cropped afterward.
// - Convolutions of the feature extraction pad with zeros, so the output has the input's size. The
//   paper's table lists the sizes without padding, for a single block of pixels.
// - The authors' release samples at other positions than the paper; `geometry` offers both.

import BurnishCore
import BurnishNetworks
import BurnishTensors

/// The fast deformable kernel network. For each pixel, it predicts a sparse kernel and its sampling
/// positions, for 4 x 4 pixels at a time.
public struct FDKN: KernelPredicting {
  /// The design choices that the paper's tables vary.
  public struct Hyperparameters: Sendable, Hashable, Codable {
    /// The input of the guide's branch.
    public enum Guide: String, Sendable, Hashable, Codable {
      /// 4 x 4 pixels of three colors: 48 channels, as in the paper.
      case color
      /// 4 x 4 pixels of luma, 0.299 R + 0.587 G + 0.114 B: 16 channels, as in the authors' release.
      case gray
    }

    /// The output channels of a branch's six convolutions; the last two are the paper's n1 and n2.
    public var channels = [32, 32, 64, 64, 128, 128]
    /// k: each pixel's kernel has k x k taps.
    public var kernelSize = 3
    /// The maximum distance of a tap from its pixel in each direction: 7 for the paper's 15 x 15.
    public var windowRadius = 7
    /// Whether the kernel's result is added to the target (weights sum to 0) or replaces it (weights
    /// sum to 1).
    public var residual = true
    public var guide = Guide.color
    /// The images whose branches predict the kernels.
    public var kernelSource = KernelSource.both
    public var offsets = KernelOffsets.learned
    public var geometry = KernelGeometry.paper

    public init() {}

    var choices: KernelChoices {
      KernelChoices(
        kernelSize: kernelSize, windowRadius: windowRadius, residual: residual,
        source: kernelSource, offsets: offsets, geometry: geometry)
    }
  }

  /// The side of a block of pixels whose kernels are predicted together.
  static let block = 4

  public let hyperparameters: Hyperparameters
  public let parameters: ParameterSet
  /// `nil` if kernels come from the target alone.
  let guideBranch: FDKNBranch?
  /// `nil` if kernels come from the guide alone.
  let targetBranch: FDKNBranch?
  let filter: KernelFilter
  /// The conversion to luma; `nil` if the guide's branch takes colors.
  private let luma: ConvolutionBlock?

  /// - Parameter seed: the seed of the initial weights.
  public init(_ hyperparameters: Hyperparameters = .init(), seed: UInt64 = 0) {
    self.init(hyperparameters, in: ParameterScope(seed: seed))
  }

  /// - Parameter scope: the root in which the layers draw or read their weights.
  public init(_ hyperparameters: Hyperparameters, in scope: ParameterScope) {
    require(
      hyperparameters.channels.count == 6,
      "6 channel counts were expected, not \(hyperparameters.channels)")
    self.hyperparameters = hyperparameters
    let pixels = Self.block * Self.block
    let guideChannels = hyperparameters.guide == .color ? 3 : 1
    let source = hyperparameters.kernelSource
    guideBranch =
      source == .target
      ? nil : FDKNBranch(from: guideChannels * pixels, hyperparameters, in: scope["guide"])
    targetBranch =
      source == .guide ? nil : FDKNBranch(from: pixels, hyperparameters, in: scope["target"])
    filter = KernelFilter(hyperparameters.choices, subsampling: Self.block)
    // Luma according to ITU-R BT.601.
    luma =
      hyperparameters.guide == .gray
      ? ConvolutionBlock(
        Conv2d(constant: Tensor(shape: [1, 3, 1, 1], values: [0.299, 0.587, 0.114]))) : nil
    parameters = scope.parameters
  }

  public func callAsFunction<T: TensorLike>(_ target: T, guide: T) -> T {
    checkPair(target: target.shape, guide: guide.shape)
    return filtered(target, guide: guide)
  }

  /// Runs the guide's branch once per guide, for any number of channels.
  public func callAsFunction<T: TensorLike>(channelsOf targets: T, guide: T) -> T {
    let shape = targets.shape
    checkPlanes(targets: shape, guide: guide.shape)
    let planes = targets.reshaped(to: [shape[0] * shape[1], 1, shape[2], shape[3]])
    return filtered(planes, guide: guide).reshaped(to: shape)
  }

  /// - Parameters:
  ///   - targets: `[N * C, 1, H, W]`, C consecutive targets for each guide.
  ///   - guide: `[N, 3, H, W]`.
  private func filtered<T: TensorLike>(_ targets: T, guide: T) -> T {
    let margin = ConvolutionGeometry.Padding(toMultiplesOf: Self.block, of: targets.shape)
    let count = targets.shape[0] / max(guide.shape[0], 1)
    let targets = targets.padded(by: margin, mode: .replicate)
    let shared = kernels(guide: guide.padded(by: margin, mode: .replicate))
    let kernels =
      shared.map { branch in count > 1 ? branch.map { $0.imagesRepeated(count) } : branch }
      + kernels(target: targets)
    return filter(targets, kernels).cropped(by: margin)
  }

  /// The predictions of the guide's branch, or none without one, for images whose sides are multiples of the block.
  func kernels<T: TensorLike>(guide: T) -> [PredictedKernels<T>] {
    guard let guideBranch else { return [] }
    return [guideBranch((luma.map { guide.applying($0) } ?? guide).blocksInChannels(Self.block))]
  }

  /// The predictions of the target's branch, or none without one.
  func kernels<T: TensorLike>(target: T) -> [PredictedKernels<T>] {
    guard let targetBranch else { return [] }
    return [targetBranch(target.blocksInChannels(Self.block))]
  }
}

extension FDKN.Hyperparameters {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init()
    channels = try container.decode([Int].self, forKey: .channels)
    kernelSize = try container.decode(Int.self, forKey: .kernelSize)
    windowRadius = try container.decode(Int.self, forKey: .windowRadius)
    residual = try container.decode(Bool.self, forKey: .residual)
    guide = try container.decode(FDKN.Hyperparameters.Guide.self, forKey: .guide)
    // Older files lack these keys.
    kernelSource =
      try container.decodeIfPresent(KernelSource.self, forKey: .kernelSource) ?? .both
    offsets = try container.decodeIfPresent(KernelOffsets.self, forKey: .offsets) ?? .learned
    geometry = try container.decodeIfPresent(KernelGeometry.self, forKey: .geometry) ?? .paper
  }
}

extension FDKN.Hyperparameters: JointArchitecture {
  public static var architectureName: String { "FDKN" }

  /// Six convolutions of 3 x 3 over blocks of 4 x 4 pixels, and the window that kernels sample
  /// from.
  public var reach: Int { max(6 * 4 + 3, windowRadius + 1) }

  public var alignment: Int { 4 }

  public func check(path: String) throws(Failure) {
    try demand(
      channels.count == 6 && channels.allSatisfy((1...1024).contains), "channels",
      "six numbers in 1...1024", path)
    try demandKernel(size: kernelSize, windowRadius: windowRadius, offsets, path)
    try demand(
      geometry == .paper || offsets == .learned, "geometry", "paper where offsets are none", path)
  }

  public func network(in scope: ParameterScope) -> any JointNetwork {
    FDKN(self, in: scope)
  }
}
