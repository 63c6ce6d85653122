// B. Kim, J. Ponce, B. Ham, "Deformable Kernel Networks for Joint Image Filtering", table 1 and
// sections 3.2 and 3.2.1.
//
// Departures from the paper:
// - The images are continued by their borders, so that each pixel has a window of its own; the paper
//   does not say what stands outside of an image.
// - What the paper computes in 16 passes over shifted images, of which many products are the same, is
//   computed in one pass without them.
// - Training takes its loss on one of the 16 passes' pixels at a time.

import BurnishNetworks
import BurnishTensors

/// The deformable kernel network: predicts, for every pixel, a sparse kernel and the positions at which
/// to sample it, from a window of 51 x 51 pixels around it.
///
/// The window of a pixel begins 25 rows and columns before it. Two convolutions of stride 2 pass over
/// its last row and column, so that 50 x 50 pixels count.
public struct DKN: JointModel {
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

  /// The name of the architecture in model cards and recipes.
  public static let architectureName = "DKN"

  /// How far apart the pixels are whose windows one pass of strided convolutions covers.
  static let stride = 4
  /// The first row of a pixel's window counted from the pixel, upward, and the last one, downward.
  static let (before, after) = (25, 24)

  public let hyperparameters: Hyperparameters
  public let parameters: ParameterSet
  /// `nil` where kernels come from the target alone.
  private let guideBranch: DKNBranch?
  /// `nil` where kernels come from the guide alone.
  private let targetBranch: DKNBranch?
  private let filter: KernelFilter

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
  public func callAsFunction(_ target: Variable, guide: Variable) -> Variable {
    checkPair(target: target.shape, guide: guide.shape)
    let margin = Self.margin(of: target.shape)
    let factors = [
      guideBranch.map { $0.everywhere(pad(guide, by: margin, mode: .replicate)) },
      targetBranch.map { $0.everywhere(pad(target, by: margin, mode: .replicate)) },
    ].compactMap(\.self)
    let excess = Self.excess(of: target.shape)
    return crop(filter(pad(target, by: excess, mode: .replicate), factors), by: excess)
  }

  /// Training takes its loss on a sixteenth of the pixels, whose windows strided convolutions cover.
  public var trainingStride: Int { Self.stride }

  /// - Parameter lattice: of the training's stride, with a pixel in the image.
  public func callAsFunction(
    _ target: Variable, guide: Variable, at lattice: PixelLattice
  ) -> Variable {
    guard lattice.stride == Self.stride else {
      return pick(self(target, guide: guide), at: lattice)
    }
    checkPair(target: target.shape, guide: guide.shape)
    func windows(_ image: Variable) -> Variable {
      let size = lattice.shape(of: image.shape)
      precondition(!size.contains(0), "\(lattice) has no pixel of images of \(image.shape)")
      let margin = ConvolutionGeometry.Padding(
        top: Self.before, left: Self.before, bottom: Self.after, right: Self.after)
      let padded = pad(image, by: margin, mode: .replicate)
      func past(_ first: Int, _ count: Int, _ extent: Int) -> Int {
        extent - (first + (count - 1) * Self.stride + Self.before + 1 + Self.after)
      }
      return crop(
        padded,
        by: .init(
          top: lattice.row, left: lattice.column,
          bottom: past(lattice.row, size[2], padded.shape[2]),
          right: past(lattice.column, size[3], padded.shape[3])))
    }
    let factors = [
      guideBranch.map { $0(windows(guide)) }, targetBranch.map { $0(windows(target)) },
    ].compactMap(\.self)
    return filter(target, factors, at: lattice)
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

extension DKN {
  public func compiled() -> any CompiledJointModel {
    Compiled(
      guideBranch: guideBranch?.compiled(), targetBranch: targetBranch?.compiled(), filter: filter)
  }

  private struct Compiled: KernelPredicting {
    let guideBranch: DKNBranch.Compiled?
    let targetBranch: DKNBranch.Compiled?
    let filter: KernelFilter

    func callAsFunction(_ target: Tensor, guide: Tensor) -> Tensor {
      checkPair(target: target.shape, guide: guide.shape)
      let images = windows(target, guide: guide)
      let excess = DKN.excess(of: target.shape)
      let target = pad(target, by: excess, mode: .replicate)
      let count = target.shape[0]
      var result = Tensor(shape: target.shape) { _ in }
      // Some rows at a time, of these a quarter of the pixels, and a sixteenth while it is sampled, so
      // that features and kernels never take memory for all pixels at once.
      for rows in Self.bands(of: target.shape) {
        let branches = images.map { branch, image in
          let margin = ConvolutionGeometry.Padding(
            top: rows.lowerBound, bottom: target.shape[2] - rows.upperBound)
          return (branch, branch.shared(crop(image, by: margin)))
        }
        for first in PixelLattice.all(stride: 2) {
          let factors = branches.map { branch, features in branch(pick(features, at: first)) }
          for (index, second) in PixelLattice.all(stride: 2).enumerated() {
            let part = factors.map { $0.part(index * count..<(index + 1) * count) }
            let lattice = PixelLattice(
              stride: DKN.stride, row: first.row + 2 * second.row,
              column: first.column + 2 * second.column
            ).part(rows: rows)
            place(filter(target, part, at: lattice), at: lattice, in: &result)
          }
        }
      }
      return crop(result, by: excess)
    }

    /// Rows that are filtered together: few enough for bounded memory, enough that what neighboring
    /// bands both need, 46 rows of the first features, does not count.
    private static func bands(of shape: [Int]) -> [Range<Int>] {
      let rows = max(64, pixelsAtATime / (shape[0] * shape[3]))
      let count = (shape[2] + rows - 1) / rows
      let blocks = shape[2] / DKN.stride
      return (0..<count).map {
        blocks * $0 / count * DKN.stride..<blocks * ($0 + 1) / count * DKN.stride
      }
    }

    private static let pixelsAtATime = 640 * 160

    func kernel(_ target: Tensor, guide: Tensor, x: Int, y: Int) -> PixelKernel {
      checkPair(target: target.shape, guide: guide.shape)
      let first = PixelLattice(stride: 2, row: y % 2, column: x % 2)
      let index = (y / 2 % 2 * 2 + x / 2 % 2) * target.shape[0]
      let factors = windows(target, guide: guide).map { branch, image in
        branch(pick(branch.shared(image), at: first)).part(index..<index + 1)
      }
      return filter.kernel(factors, row: y / DKN.stride, column: x / DKN.stride)
    }

    /// The branches that there are, with their images continued so that each pixel has its window.
    private func windows(
      _ target: Tensor, guide: Tensor
    ) -> [(branch: DKNBranch.Compiled, image: Tensor)] {
      let margin = DKN.margin(of: target.shape)
      return [(guideBranch, guide), (targetBranch, target)].compactMap { branch, image in
        branch.map { ($0, pad(image, by: margin, mode: .replicate)) }
      }
    }
  }
}

extension KernelFactors {
  /// What is predicted of some of the images.
  fileprivate func part(_ images: Range<Int>) -> KernelFactors {
    KernelFactors(weights: weights[images], offsets: offsets?[images])
  }
}
