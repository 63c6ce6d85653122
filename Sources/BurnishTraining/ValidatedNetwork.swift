import Burnish
import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishTensors

/// A network in training and its copy for validation, which holds the averaged weights.
struct ValidatedNetwork {
  let training: any ImageNetwork
  private let validated: any ImageNetwork

  /// - Parameter seed: the seed of the initial weights.
  init(_ architecture: any ImageArchitecture, seed: UInt64) {
    training = architecture.network(seed: seed)
    validated = architecture.network(seed: seed)
  }

  var parameters: ParameterSet { training.parameters }

  /// Returns the copy for validation with given weights. The weights in training do not change.
  ///
  /// - Parameter weights: the weights for every path.
  func network(with weights: [String: Tensor]) throws(Failure) -> any ImageNetwork {
    try validated.parameters.load(weights, from: "averaged weights")
    return validated
  }
}
