import Burnish
import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishTensors

/// A network in training, and another of its make that validations load averaged weights into.
struct JudgedNetwork {
  let training: any PictureNetwork
  private let judged: any PictureNetwork

  /// - Parameter seed: of the initial weights.
  init(_ architecture: any PictureArchitecture, seed: UInt64) {
    training = architecture.network(seed: seed)
    judged = architecture.network(seed: seed)
  }

  var parameters: ParameterSet { training.parameters }

  /// The network with other weights than those in training, which stay as they are, for inference.
  ///
  /// - Parameter weights: of every path.
  func compiled(
    with weights: [String: Tensor], at lattice: PixelLattice = .everyPixel
  ) throws(Failure) -> any CompiledPictureNetwork {
    try judged.parameters.load(weights, from: "averaged weights")
    return judged.compiled(at: lattice)
  }
}
