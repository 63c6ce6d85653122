import BurnishCore
import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// A network that filters one image, the target, with another as a guide.
///
/// Several tasks may use a network at once, except in training.
public protocol JointNetwork: Sendable {
  /// The weights and running statistics, by path.
  var parameters: ParameterSet { get }

  /// The forward pass.
  ///
  /// - Parameters:
  ///   - target: the image to filter, `[N, 1, H, W]`, samples in 0...1, of any size.
  ///   - guide: the guide, `[N, 3, H, W]`, samples in 0...1.
  /// - Returns: the filtered target, `[N, 1, H, W]`.
  func callAsFunction<T: TensorLike>(_ target: T, guide: T) -> T

  /// The stride of the pixel lattices for training. A training step may compute its loss on one lattice
  /// instead of on all pixels, for a fraction of the work.
  var trainingStride: Int { get }

  /// The filtered target at only the pixels of a lattice.
  func callAsFunction<T: TensorLike>(_ target: T, guide: T, at lattice: PixelLattice) -> T

  /// Filters many targets with one guide, each channel separately.
  ///
  /// So the network can be a layer after another network's class scores, and the tape carries the
  /// gradient back to them.
  /// - Parameters:
  ///   - targets: `[N, C, H, W]`, samples in 0...1.
  ///   - guide: the guide, `[N, 3, H, W]`, samples in 0...1.
  /// - Returns: the filtered targets, `[N, C, H, W]`.
  func callAsFunction<T: TensorLike>(channelsOf targets: T, guide: T) -> T

  /// The forward pass for inference, scheduled for bounded memory.
  func filter(_ target: Tensor, guide: Tensor) -> Tensor

  /// The forward pass for inference with many targets and one guide.
  func filter(channelsOf targets: Tensor, guide: Tensor) -> Tensor

  /// The record of the systems that the network solved; `nil` if it solves none.
  var reconstructions: ReconstructionRecord? { get }
}

extension JointNetwork {
  public var trainingStride: Int { 1 }

  public var reconstructions: ReconstructionRecord? { nil }

  public func callAsFunction<T: TensorLike>(_ target: T, guide: T, at lattice: PixelLattice) -> T {
    self(target, guide: guide).picked(at: lattice)
  }

  public func callAsFunction<T: TensorLike>(channelsOf targets: T, guide: T) -> T {
    let shape = targets.shape
    checkPlanes(targets: shape, guide: guide.shape)
    let planes = targets.reshaped(to: [shape[0] * shape[1], 1, shape[2], shape[3]])
    return self(planes, guide: guide.imagesRepeated(shape[1])).reshaped(to: shape)
  }

  public func filter(_ target: Tensor, guide: Tensor) -> Tensor { self(target, guide: guide) }

  /// Filters one channel after the other, so memory is needed for only one target.
  public func filter(channelsOf targets: Tensor, guide: Tensor) -> Tensor {
    checkPlanes(targets: targets.shape, guide: guide.shape)
    let planes = targets.split(counts: Array(repeating: 1, count: targets.shape[1]))
    return Tensor.joined(planes.map { filter($0, guide: guide) })
  }
}

/// Checks that targets and their shared guide fit together.
func checkPlanes(targets: [Int], guide: [Int]) {
  require(
    targets.count == 4 && guide.count == 4 && targets[1] > 0 && guide[1] == 3
      && targets[0] == guide[0] && targets[2...] == guide[2...],
    "targets of shape \(targets) and a guide of shape \(guide) are not [N, C, H, W] and [N, 3, H, W]"
  )
}

/// Checks that a target and its guide fit together.
func checkPair(target: [Int], guide: [Int]) {
  require(
    target.count == 4 && guide.count == 4 && target[1] == 1 && guide[1] == 3
      && target[0] == guide[0] && target[2...] == guide[2...],
    "a target of shape \(target) and a guide of shape \(guide) are not [N, 1, H, W] and [N, 3, H, W]"
  )
}
