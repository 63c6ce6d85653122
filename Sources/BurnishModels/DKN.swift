// B. Kim, J. Ponce, B. Ham, "Deformable Kernel Networks for Joint Image Filtering", table 1 and
// sections 3.2 and 3.2.1.
//
// Departures from the paper:
// - Border pixels repeat outside the images, so that each pixel has a full window. The paper does not
//   define the outside of an image.
// - The paper computes 16 passes over shifted images, which share many products. This code computes one
//   pass without duplicate products.
// - Training computes its loss on the pixels of one of the 16 passes at a time.

import BurnishCore
import BurnishNetworks
import BurnishTensors

/// The deformable kernel network. For each pixel, it predicts a sparse kernel and its sampling positions
/// from a window of 51 x 51 pixels around the pixel.
///
/// The window of a pixel begins 25 rows and columns before it. Two convolutions of stride 2 skip its
/// last row and column, so only 50 x 50 pixels count.
public struct DKN: KernelPredicting {
  /// The design choices that the paper's tables 6 and 7 vary.
  public struct Hyperparameters: Sendable, Hashable, Codable {
    /// The output channels of a branch's seven convolutions; the last two are the paper's n1 and n2.
    public var channels = [32, 32, 64, 64, 128, 128, 128]
    /// k: each pixel's kernel has k x k taps.
    public var kernelSize = 3
    /// The maximum distance of a tap from its pixel in each direction: 7 for the paper's 15 x 15.
    public var windowRadius = 7
    /// Whether the kernel's result is added to the target (weights sum to 0) or replaces it (weights
    /// sum to 1).
    public var residual = true
    /// The images whose branches predict the kernels.
    public var kernelSource = KernelSource.both
    public var offsets = KernelOffsets.learned

    public init() {}

    var choices: KernelChoices {
      KernelChoices(
        kernelSize: kernelSize, windowRadius: windowRadius, residual: residual,
        source: kernelSource, offsets: offsets)
    }
  }

  /// The distance between pixels whose windows one pass of strided convolutions covers.
  static let stride = 4
  /// The number of rows in a pixel's window above the pixel and below it.
  static let (before, after) = (25, 24)

  public let hyperparameters: Hyperparameters
  public let parameters: ParameterSet
  /// `nil` if kernels come from the target alone.
  let guideBranch: DKNBranch?
  /// `nil` if kernels come from the guide alone.
  let targetBranch: DKNBranch?
  let filter: KernelFilter

  /// - Parameter seed: the seed of the initial weights.
  public init(_ hyperparameters: Hyperparameters = .init(), seed: UInt64 = 0) {
    self.init(hyperparameters, in: ParameterScope(seed: seed))
  }

  /// - Parameter scope: the root in which the layers draw or read their weights.
  public init(_ hyperparameters: Hyperparameters, in scope: ParameterScope) {
    require(
      hyperparameters.channels.count == 7,
      "7 channel counts were expected, not \(hyperparameters.channels)")
    self.hyperparameters = hyperparameters
    let source = hyperparameters.kernelSource
    guideBranch =
      source == .target ? nil : DKNBranch(from: 3, hyperparameters, in: scope["guide"])
    targetBranch =
      source == .guide ? nil : DKNBranch(from: 1, hyperparameters, in: scope["target"])
    filter = KernelFilter(hyperparameters.choices)
    parameters = scope.parameters
  }

  /// Filters all pixels in one pass. In training, batch normalization uses the statistics of all pixels.
  public func callAsFunction<T: TensorLike>(_ target: T, guide: T) -> T {
    checkPair(target: target.shape, guide: guide.shape)
    let kernels = windows(target, guide: guide).map { $0.branch.everywhere($0.image) }
    let excess = Self.excess(of: target.shape)
    return filter(target.padded(by: excess, mode: .replicate), kernels).cropped(by: excess)
  }

  /// The existing branches with their images, padded so that each pixel has its window.
  func windows<T: TensorLike>(_ target: T, guide: T) -> [(branch: DKNBranch, image: T)] {
    let margin = Self.margin(of: target.shape)
    return [(guideBranch, guide), (targetBranch, target)].compactMap { branch, image in
      branch.map { ($0, image.padded(by: margin, mode: .replicate)) }
    }
  }

  /// Training computes its loss on a sixteenth of the pixels, whose windows strided convolutions cover.
  public var trainingStride: Int { Self.stride }

  /// - Parameter lattice: a lattice of the training stride with at least one pixel in the image.
  public func callAsFunction<T: TensorLike>(
    _ target: T, guide: T, at lattice: PixelLattice
  ) -> T {
    guard lattice.stride == Self.stride else {
      return self(target, guide: guide).picked(at: lattice)
    }
    checkPair(target: target.shape, guide: guide.shape)
    func windows(_ image: T) -> T {
      let size = lattice.shape(of: image.shape)
      require(!size.contains(0), "\(lattice) has no pixel of images of \(image.shape)")
      let margin = ConvolutionGeometry.Padding(
        top: Self.before, left: Self.before, bottom: Self.after, right: Self.after)
      let padded = image.padded(by: margin, mode: .replicate)
      func past(_ first: Int, _ count: Int, _ extent: Int) -> Int {
        extent - (first + (count - 1) * Self.stride + Self.before + 1 + Self.after)
      }
      return padded.cropped(
        by: .init(
          top: lattice.row, left: lattice.column,
          bottom: past(lattice.row, size[2], padded.shape[2]),
          right: past(lattice.column, size[3], padded.shape[3])))
    }
    let kernels = [
      guideBranch.map { $0(windows(guide)) }, targetBranch.map { $0(windows(target)) },
    ].compactMap(\.self)
    return filter(target, kernels, at: lattice)
  }

  /// The padding that makes both sides multiples of the stride.
  static func excess(of shape: [Int]) -> ConvolutionGeometry.Padding {
    .init(
      bottom: (stride - shape[2] % stride) % stride, right: (stride - shape[3] % stride) % stride)
  }

  /// The padding that makes both sides multiples of the stride and gives each pixel its window.
  static func margin(of shape: [Int]) -> ConvolutionGeometry.Padding {
    var margin = excess(of: shape)
    margin.top = before
    margin.left = before
    margin.bottom += after
    margin.right += after
    return margin
  }
}

extension DKN.Hyperparameters: JointArchitecture {
  public static var architectureName: String { "DKN" }

  /// The larger of two distances: 25 for the windows of 51 x 51 pixels that predict kernels, and the reach of
  /// the kernels' samples.
  public var reach: Int { max(25, windowRadius + 1) }

  public var alignment: Int { 1 }

  public func check(path: String) throws(Failure) {
    try demand(
      channels.count == 7 && channels.allSatisfy((1...1024).contains), "channels",
      "seven numbers in 1...1024", path)
    try demandKernel(size: kernelSize, windowRadius: windowRadius, offsets, path)
  }

  public func network(in scope: ParameterScope) -> any JointNetwork {
    DKN(self, in: scope)
  }
}
