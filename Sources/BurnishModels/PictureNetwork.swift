import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// A network that maps an image, and nothing beside it, to another of the same size: most often to
/// itself restored.
public protocol PictureNetwork {
  /// The weights and running statistics, by path.
  var parameters: ParameterSet { get }

  /// - Parameter picture: `[N, C, H, W]`, samples in 0...1 beside their noise.
  /// - Returns: the restored image, `[N, C, H, W]`, or of other channels; not clipped.
  func callAsFunction(_ picture: Variable) -> Variable

  /// What the network gives at the pixels of a lattice alone.
  func callAsFunction(_ picture: Variable, at lattice: PixelLattice) -> Variable

  /// The network with its present weights, prepared for inference alone.
  func compiled() -> any CompiledPictureNetwork

  /// The same, giving the pixels of a lattice alone.
  func compiled(at lattice: PixelLattice) -> any CompiledPictureNetwork
}

extension PictureNetwork {
  public func callAsFunction(_ picture: Variable, at lattice: PixelLattice) -> Variable {
    pick(self(picture), at: lattice)
  }

  public func compiled(at lattice: PixelLattice) -> any CompiledPictureNetwork {
    PickingNetwork(network: compiled(), lattice: lattice)
  }
}

/// A network of whose result the pixels of a lattice are taken.
struct PickingNetwork: CompiledPictureNetwork {
  let network: any CompiledPictureNetwork
  let lattice: PixelLattice

  var reconstructions: ReconstructionRecord? { network.reconstructions }

  func callAsFunction(_ picture: Tensor) -> Tensor { pick(network(picture), at: lattice) }
}

/// A network prepared for inference: normalization folded, activations fused, weights laid out.
public protocol CompiledPictureNetwork: Sendable {
  /// - Parameter picture: `[N, C, H, W]`, samples in 0...1 beside their noise, of any size.
  /// - Returns: the restored image, `[N, C, H, W]`, or of other channels; not clipped.
  func callAsFunction(_ picture: Tensor) -> Tensor

  /// What the systems came to that the network solved; `nil` for one that solves none.
  var reconstructions: ReconstructionRecord? { get }
}

extension CompiledPictureNetwork {
  public var reconstructions: ReconstructionRecord? { nil }
}
