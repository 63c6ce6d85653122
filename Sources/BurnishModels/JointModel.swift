import BurnishNetworks
import BurnishTensors

/// A network that filters one image, the target, under the guidance of another.
public protocol JointModel {
  /// The weights and running statistics, by path.
  var parameters: ParameterSet { get }

  /// - Parameters:
  ///   - target: the image to filter, `[N, 1, H, W]`, samples in 0...1.
  ///   - guide: the guidance image, `[N, 3, H, W]`, samples in 0...1.
  /// - Returns: the filtered target, `[N, 1, H, W]`.
  func callAsFunction(_ target: Variable, guide: Variable) -> Variable

  /// The stride of the lattices of pixels at which the network is trained: a step may take its loss
  /// on any one of them instead of on all pixels, for a fraction of the work.
  var trainingStride: Int { get }

  /// The filtered target at the pixels of a lattice alone.
  func callAsFunction(_ target: Variable, guide: Variable, at lattice: PixelLattice) -> Variable

  /// The network with its present weights, prepared for inference alone.
  func compiled() -> any CompiledJointModel
}

extension JointModel {
  public var trainingStride: Int { 1 }

  public func callAsFunction(
    _ target: Variable, guide: Variable, at lattice: PixelLattice
  ) -> Variable {
    pick(self(target, guide: guide), at: lattice)
  }
}

/// A network prepared for inference: normalisation folded, activations fused, weights laid out.
public protocol CompiledJointModel: Sendable {
  /// - Parameters:
  ///   - target: `[N, 1, H, W]`, samples in 0...1, of any size.
  ///   - guide: `[N, 3, H, W]`, samples in 0...1.
  /// - Returns: the filtered target, `[N, 1, H, W]`.
  func callAsFunction(_ target: Tensor, guide: Tensor) -> Tensor
}

/// Holds a target and its guide against each other.
func checkPair(target: [Int], guide: [Int]) {
  precondition(
    target.count == 4 && guide.count == 4 && target[1] == 1 && guide[1] == 3
      && target[0] == guide[0] && target[2...] == guide[2...],
    "a target of shape \(target) and a guide of shape \(guide) are not [N, 1, H, W] and [N, 3, H, W]"
  )
}
