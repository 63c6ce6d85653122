import BurnishCore
import BurnishModels

extension ModelCatalog {
  /// The kernel network with a guide that a user names.
  ///
  /// - Parameters: the same as for ``jointModel(_:for:on:besides:)``.
  /// - Throws: ``Failure``: `usage` if no kernel network with this name is shipped for the purpose; also the
  ///   errors of ``jointModel(_:for:on:besides:)``.
  public func kernelModel(
    _ reference: String, for purpose: Purpose, on target: ModelCard.Target? = nil
  ) throws(Failure) -> JointModel {
    if !Self.isPath(reference), try shipped().variants(of: reference, for: purpose).isEmpty {
      throw .unknownModel(
        reference, found: "no shipped weights of this name predict kernels for \(purpose.kind)",
        known: try kernelNames(for: purpose))
    }
    let model = try jointModel(reference, for: purpose, on: target)
    guard model.kernelNetwork != nil else {
      throw .unknownModel(
        reference, found: "a filter that predicts no kernels", known: try kernelNames(for: purpose))
    }
    return model
  }

  /// The sorted names of shipped kernel networks for a kind of purpose.
  private func kernelNames(for purpose: Purpose) throws(Failure) -> [String] {
    let entries = try shipped().entries.filter { ShippedWeights.serves($0, purpose) }
    let kernels = [
      FDKN.Hyperparameters.architectureName, DKN.Hyperparameters.architectureName,
    ]
    return Set(
      try shipped().described(entries).filter { kernels.contains($0.card.architecture.name) }
        .map(\.entry.name)
    ).sorted()
  }
}
