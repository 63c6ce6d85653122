import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// A network that maps one image, without a guide, to another of the same size. Most often the output
/// is the restored input.
///
/// Several tasks may use a network at once, except in training.
public protocol ImageNetwork: Sendable {
  /// The weights and running statistics, by path.
  var parameters: ParameterSet { get }

  /// The forward pass.
  ///
  /// - Parameter image: `[N, C, H, W]`, samples in 0...1 plus noise, of any size.
  /// - Returns: the restored image, `[N, C, H, W]`, or with another number of channels; not clipped.
  func callAsFunction<T: TensorLike>(_ image: T) -> T

  /// The output at only the pixels of a lattice.
  func callAsFunction<T: TensorLike>(_ image: T, at lattice: PixelLattice) -> T

  /// The forward pass for inference, scheduled for bounded memory.
  func filter(_ image: Tensor) -> Tensor

  /// The record of the systems that the network solved; `nil` if it solves none.
  var reconstructions: ReconstructionRecord? { get }
}

extension ImageNetwork {
  public var reconstructions: ReconstructionRecord? { nil }

  public func callAsFunction<T: TensorLike>(_ image: T, at lattice: PixelLattice) -> T {
    self(image).picked(at: lattice)
  }

  public func filter(_ image: Tensor) -> Tensor { self(image) }
}
