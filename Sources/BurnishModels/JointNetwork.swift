import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// A network that filters one image, the target, under the guidance of another.
///
/// It is used by several tasks at once, but for training.
public protocol JointNetwork: Sendable {
  /// The weights and running statistics, by path.
  var parameters: ParameterSet { get }

  /// The forward pass.
  ///
  /// - Parameters:
  ///   - target: the image to filter, `[N, 1, H, W]`, samples in 0...1, of any size.
  ///   - guide: the guidance image, `[N, 3, H, W]`, samples in 0...1.
  /// - Returns: the filtered target, `[N, 1, H, W]`.
  func callAsFunction<T: TensorLike>(_ target: T, guide: T) -> T

  /// The stride of the lattices of pixels at which the network is trained: a step may take its loss
  /// on any one of them instead of on all pixels, for a fraction of the work.
  var trainingStride: Int { get }

  /// The filtered target at the pixels of a lattice alone.
  func callAsFunction<T: TensorLike>(_ target: T, guide: T, at lattice: PixelLattice) -> T

  /// Many targets under one guide: each channel is filtered by itself.
  ///
  /// So the network is a layer after the class scores of another one, and the tape carries the
  /// gradient back to them.
  /// - Parameters:
  ///   - targets: `[N, C, H, W]`, samples in 0...1.
  ///   - guide: the guidance image, `[N, 3, H, W]`, samples in 0...1.
  /// - Returns: the filtered targets, `[N, C, H, W]`.
  func callAsFunction<T: TensorLike>(channelsOf targets: T, guide: T) -> T

  /// The forward pass for inference, scheduled for bounded memory.
  func filter(_ target: Tensor, guide: Tensor) -> Tensor

  /// The same with many targets under one guide.
  func filter(channelsOf targets: Tensor, guide: Tensor) -> Tensor

  /// What the systems came to that the network solved; `nil` for one that solves none.
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

  /// One channel after the other, so that memory is that of a single target.
  public func filter(channelsOf targets: Tensor, guide: Tensor) -> Tensor {
    checkPlanes(targets: targets.shape, guide: guide.shape)
    let planes = targets.split(counts: Array(repeating: 1, count: targets.shape[1]))
    return Tensor.joined(planes.map { filter($0, guide: guide) })
  }
}

/// Holds targets and the guide that they share against each other.
func checkPlanes(targets: [Int], guide: [Int]) {
  precondition(
    targets.count == 4 && guide.count == 4 && targets[1] > 0 && guide[1] == 3
      && targets[0] == guide[0] && targets[2...] == guide[2...],
    "targets of shape \(targets) and a guide of shape \(guide) are not [N, C, H, W] and [N, 3, H, W]"
  )
}

/// Holds a target and its guide against each other.
func checkPair(target: [Int], guide: [Int]) {
  precondition(
    target.count == 4 && guide.count == 4 && target[1] == 1 && guide[1] == 3
      && target[0] == guide[0] && target[2...] == guide[2...],
    "a target of shape \(target) and a guide of shape \(guide) are not [N, 1, H, W] and [N, 3, H, W]"
  )
}
