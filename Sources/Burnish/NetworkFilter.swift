import BurnishModels
import BurnishNetworks
import BurnishTensors

/// A trained network as a filter.
struct NetworkFilter: JointFilter {
  let network: any CompiledJointModel
  let reach: Int
  let alignment: Int

  func filter(target: Tensor, guide: Tensor) -> Tensor { network(target, guide: guide) }
}

extension DepthModel {
  /// A model from its weight file, whose card tells how to build it.
  ///
  /// - Throws: ``Failure``: `noInput` where there is no such file, `badData` where it is damaged,
  ///   has no card, or does not hold the tensors that its card's architecture needs.
  public init(contentsOf path: String) throws(Failure) {
    let (tensors, metadata) = try Safetensors.read(path)
    let card = try ModelCard(metadata: metadata, path: path)
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      guard tensor.withUnsafeSamples({ $0.allSatisfy(\.isFinite) }) else {
        throw Failure(
          .badData, path, found: "the tensor \"\(name)\" holds NaN or infinities",
          wanted: "finite weights")
      }
    }
    let filter: NetworkFilter
    switch card.architecture.name {
    case FDKN.architectureName:
      let hyperparameters = try card.hyperparameters(FDKN.Hyperparameters.self, path: path)
      try hyperparameters.check(path: path)
      let network = FDKN(hyperparameters)
      try network.parameters.load(tensors, from: path)
      filter = NetworkFilter(
        network: network.compiled(), reach: hyperparameters.reach, alignment: 4)
    case DJF.architectureName:
      let hyperparameters = try card.hyperparameters(DJF.Hyperparameters.self, path: path)
      try hyperparameters.check(path: path)
      let network = DJF(hyperparameters)
      try network.parameters.load(tensors, from: path)
      filter = NetworkFilter(
        network: network.compiled(), reach: hyperparameters.reach, alignment: 1)
    default:
      throw Failure(
        .badData, path, found: "weights of the architecture \"\(card.architecture.name)\"",
        wanted: "\(FDKN.architectureName) or \(DJF.architectureName)")
    }
    self.init(name: card.name, filter: filter, protocol: card.protocol, card: card)
  }
}

extension ModelCard {
  fileprivate func hyperparameters<Value: Decodable>(
    _ type: Value.Type, path: String
  ) throws(Failure) -> Value {
    do {
      return try architecture.hyperparameters.decoded(as: type)
    } catch {
      throw Failure(
        .badData, path,
        found: "hyperparameters that are not those of \(architecture.name)",
        wanted: "the model card that training writes")
    }
  }
}
