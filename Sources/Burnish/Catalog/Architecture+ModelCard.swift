import BurnishCore
import BurnishModels

extension Architecture {
  /// The architecture that a model card names.
  ///
  /// - Parameter path: the card's file, named in errors.
  /// - Throws: ``Failure`` of the kind `badData` if the network is unknown or its hyperparameters
  ///   are invalid.
  public init(_ entry: ModelCard.Architecture, path: String) throws(Failure) {
    guard let type = Self.hyperparameters(named: entry.name) else {
      throw Failure(
        .badData, path, found: "weights of the architecture \"\(entry.name)\"", wanted: Self.names)
    }
    do {
      self.init(try entry.hyperparameters.decoded(as: type))
    } catch {
      throw Failure(
        .badData, path,
        found: "hyperparameters that are not those of \(entry.name): \(reasonOfDecoding(error))",
        wanted: "the model card that training writes")
    }
    try hyperparameters.check(path: path)
  }

  /// The architecture's entry in a model card.
  public func cardEntry() -> ModelCard.Architecture { hyperparameters.cardEntry() }
}

extension ArchitectureHyperparameters {
  /// The architecture's entry in a model card.
  fileprivate func cardEntry() -> ModelCard.Architecture {
    do {
      return .init(name: Self.architectureName, hyperparameters: try JSONValue(encoding: self))
    } catch {
      // Only numbers that are not finite have no JSON form, and hyperparameters were checked.
      fatalError(
        "the hyperparameters of \(Self.architectureName) have no JSON form: \(error)")
    }
  }
}
