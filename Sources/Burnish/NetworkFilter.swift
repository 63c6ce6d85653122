import BurnishModels
import BurnishTensors

/// A trained network as a filter.
struct NetworkFilter: JointFilter {
  let network: any CompiledJointModel
  let reach: Int
  let alignment: Int

  /// - Parameter path: the weights' file, for the failure's sake.
  /// - Throws: ``Failure`` of the kind `badData` where the weights are not those of the architecture.
  init(_ architecture: Architecture, weights: [String: Tensor], path: String) throws(Failure) {
    let hyperparameters = architecture.hyperparameters
    let network = hyperparameters.network(seed: 0)
    try network.parameters.load(weights, from: path)
    self.network = network.compiled()
    (reach, alignment) = (hyperparameters.reach, hyperparameters.alignment)
  }

  func filter(target: Tensor, guide: Tensor) -> Tensor { network(target, guide: guide) }

  func filter(planes: Tensor, guide: Tensor) -> Tensor { network(channelsOf: planes, guide: guide) }
}
