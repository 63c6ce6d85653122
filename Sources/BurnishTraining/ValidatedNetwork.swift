import Burnish
import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishTensors

/// A network in training, and another of its make that validations load averaged weights into.
struct ValidatedNetwork {
  let training: any ImageNetwork
  private let judged: any ImageNetwork

  /// - Parameter seed: of the initial weights.
  init(_ architecture: any ImageArchitecture, seed: UInt64) {
    training = architecture.network(seed: seed)
    judged = architecture.network(seed: seed)
  }

  var parameters: ParameterSet { training.parameters }

  /// The network with other weights than those in training, which stay as they are.
  ///
  /// - Parameter weights: of every path.
  func network(with weights: [String: Tensor]) throws(Failure) -> any ImageNetwork {
    try judged.parameters.load(weights, from: "averaged weights")
    return judged
  }
}
