import BurnishNetworks
import BurnishTensors

/// A network that maps an image, and nothing beside it, to another of the same size: most often to
/// itself restored.
public protocol PictureNetwork {
  /// The weights and running statistics, by path.
  var parameters: ParameterSet { get }

  /// - Parameter picture: `[N, C, H, W]`, samples in 0...1 beside their noise.
  /// - Returns: the restored image, `[N, C, H, W]`, or of other channels; not clipped.
  func callAsFunction(_ picture: Variable) -> Variable

  /// The network with its present weights, prepared for inference alone.
  func compiled() -> any CompiledPictureNetwork
}

/// A network prepared for inference: normalisation folded, activations fused, weights laid out.
public protocol CompiledPictureNetwork: Sendable {
  /// - Parameter picture: `[N, C, H, W]`, samples in 0...1 beside their noise, of any size.
  /// - Returns: the restored image, `[N, C, H, W]`, or of other channels; not clipped.
  func callAsFunction(_ picture: Tensor) -> Tensor
}
