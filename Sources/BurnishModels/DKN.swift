// B. Kim, J. Ponce, B. Ham, "Deformable Kernel Networks for Joint Image Filtering", table 1 and
// sections 3.2 and 3.2.1.
//
// Departures from the paper:
// - The images are continued by their borders, so that each pixel has a window of its own; the paper
//   does not say what stands outside of an image.
// - What the paper computes in 16 passes over shifted images, of which many products are the same, is
//   computed in one pass without them.
// - Training takes its loss on one of the 16 passes' pixels at a time.

import BurnishCore
import BurnishNetworks
import BurnishTensors

/// The deformable kernel network: predicts, for every pixel, a sparse kernel and the positions at which
/// to sample it, from a window of 51 x 51 pixels around it.
///
/// The window of a pixel begins 25 rows and columns before it. Two convolutions of stride 2 pass over
/// its last row and column, so that 50 x 50 pixels count.
public struct DKN: KernelPredicting {
  /// The design choices that the paper's tables 6 and 7 vary.
  public struct Hyperparameters: Sendable, Hashable, Codable {
    /// Channels of the seven convolutions of a branch; the last two are the paper's n1 and n2.
    public var channels = [32, 32, 64, 64, 128, 128, 128]
    /// k: the kernel of a pixel has k x k taps.
    public var kernelSize = 3
    /// Taps stay within this many pixels of theirs in each direction: 7 for the paper's 15 x 15.
    public var windowRadius = 7
    /// Whether the kernel's result is added to the target (weights sum to 0) or replaces it (to 1).
    public var residual = true
    /// Which images' branches predict the kernels.
    public var kernelSource = KernelSource.both
    public var offsets = KernelOffsets.learned

    public init() {}

    var choices: KernelChoices {
      KernelChoices(
        kernelSize: kernelSize, windowRadius: windowRadius, residual: residual,
        source: kernelSource, offsets: offsets)
    }
  }

  /// How far apart the pixels are whose windows one pass of strided convolutions covers.
  static let stride = 4
  /// The first row of a pixel's window counted from the pixel, upward, and the last one, downward.
  static let (before, after) = (25, 24)

  public let hyperparameters: Hyperparameters
  public let parameters: ParameterSet
  /// `nil` where kernels come from the target alone.
  let guideBranch: DKNBranch?
  /// `nil` where kernels come from the guide alone.
  let targetBranch: DKNBranch?
  let filter: KernelFilter

  /// - Parameter seed: of the initial weights.
  public init(_ hyperparameters: Hyperparameters = .init(), seed: UInt64 = 0) {
    self.init(hyperparameters, in: ParameterScope(seed: seed))
  }

  /// - Parameter scope: the root in which the layers draw or read their weights.
  public init(_ hyperparameters: Hyperparameters, in scope: ParameterScope) {
    precondition(
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

  /// All pixels in one pass. In training, batch normalization takes the statistics of all of them.
  public func callAsFunction<T: TensorLike>(_ target: T, guide: T) -> T {
    checkPair(target: target.shape, guide: guide.shape)
    let kernels = windows(target, guide: guide).map { $0.branch.everywhere($0.image) }
    let excess = Self.excess(of: target.shape)
    return filter(target.padded(by: excess, mode: .replicate), kernels).cropped(by: excess)
  }

  /// The branches that there are, with their images continued so that each pixel has its window.
  func windows<T: TensorLike>(_ target: T, guide: T) -> [(branch: DKNBranch, image: T)] {
    let margin = Self.margin(of: target.shape)
    return [(guideBranch, guide), (targetBranch, target)].compactMap { branch, image in
      branch.map { ($0, image.padded(by: margin, mode: .replicate)) }
    }
  }

  /// Training takes its loss on a sixteenth of the pixels, whose windows strided convolutions cover.
  public var trainingStride: Int { Self.stride }

  /// - Parameter lattice: of the training's stride, with a pixel in the image.
  public func callAsFunction<T: TensorLike>(
    _ target: T, guide: T, at lattice: PixelLattice
  ) -> T {
    guard lattice.stride == Self.stride else {
      return self(target, guide: guide).picked(at: lattice)
    }
    checkPair(target: target.shape, guide: guide.shape)
    func windows(_ image: T) -> T {
      let size = lattice.shape(of: image.shape)
      precondition(!size.contains(0), "\(lattice) has no pixel of images of \(image.shape)")
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

  /// What makes both sides multiples of the stride.
  static func excess(of shape: [Int]) -> ConvolutionGeometry.Padding {
    .init(
      bottom: (stride - shape[2] % stride) % stride, right: (stride - shape[3] % stride) % stride)
  }

  /// What makes both sides multiples of the stride and gives each pixel its window.
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

  /// The windows of 51 x 51 pixels that kernels are predicted from, and that which they sample from.
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
