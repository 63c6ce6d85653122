import BurnishCore
import BurnishFilters
import BurnishModels
import BurnishNetworks
import BurnishSolvers
import BurnishTensors

/// A trained network as a filter.
struct NetworkFilter: JointFilter {
  let network: any JointNetwork
  let reach: Int
  let alignment: Int

  /// - Parameter path: the weight file, named in errors.
  /// - Throws: ``Failure`` of the kind `badData` if the architecture takes no guide or the weights
  ///   do not fit it.
  init(_ architecture: Architecture, weights: [String: Tensor], path: String) throws(Failure) {
    let hyperparameters = try architecture.joint(path: path)
    network = try ParameterScope.reading(weights, from: path) { hyperparameters.network(in: $0) }
    (reach, alignment) = (hyperparameters.reach, hyperparameters.alignment)
  }

  var reconstructions: ReconstructionRecord? { network.reconstructions }

  var staged: (any StagedFilter)? {
    (network as? any StagedNetwork).map(StagedNetworkFilter.init)
  }

  func filter(target: Tensor, guide: Tensor) -> Tensor { network.filter(target, guide: guide) }

  func filter(planes: Tensor, guide: Tensor) -> Tensor {
    network.filter(channelsOf: planes, guide: guide)
  }
}
