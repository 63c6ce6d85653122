import BurnishCore
import BurnishModels

extension Architecture {
  /// The architecture that a model card names.
  ///
  /// - Parameter path: the card's file, for the failure's sake.
  /// - Throws: ``Failure`` of the kind `badData` where no such network is known, or its
  ///   hyperparameters are not what it takes.
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

  /// The entry of a model card.
  public func cardEntry() -> ModelCard.Architecture { hyperparameters.cardEntry() }
}

extension ArchitectureHyperparameters {
  /// The entry of a model card.
  fileprivate func cardEntry() -> ModelCard.Architecture {
    do {
      return .init(name: Self.architectureName, hyperparameters: try JSONValue(encoding: self))
    } catch {
      // Only a number that is not finite has no JSON form, and hyperparameters are checked.
      preconditionFailure(
        "the hyperparameters of \(Self.architectureName) have no JSON form: \(error)")
    }
  }
}
