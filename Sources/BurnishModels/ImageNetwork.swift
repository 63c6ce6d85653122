import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// A network that maps an image, and nothing beside it, to another of the same size: most often to
/// itself restored.
///
/// It is used by several tasks at once, but for training.
public protocol ImageNetwork: Sendable {
  /// The weights and running statistics, by path.
  var parameters: ParameterSet { get }

  /// The forward pass.
  ///
  /// - Parameter image: `[N, C, H, W]`, samples in 0...1 beside their noise, of any size.
  /// - Returns: the restored image, `[N, C, H, W]`, or of other channels; not clipped.
  func callAsFunction<T: TensorLike>(_ image: T) -> T

  /// What the network gives at the pixels of a lattice alone.
  func callAsFunction<T: TensorLike>(_ image: T, at lattice: PixelLattice) -> T

  /// The forward pass for inference, scheduled for bounded memory.
  func filter(_ image: Tensor) -> Tensor

  /// What the systems came to that the network solved; `nil` for one that solves none.
  var reconstructions: ReconstructionRecord? { get }
}

extension ImageNetwork {
  public var reconstructions: ReconstructionRecord? { nil }

  public func callAsFunction<T: TensorLike>(_ image: T, at lattice: PixelLattice) -> T {
    self(image).picked(at: lattice)
  }

  public func filter(_ image: Tensor) -> Tensor { self(image) }
}
