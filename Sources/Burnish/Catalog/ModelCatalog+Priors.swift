import BurnishCore
import BurnishModels

extension ModelCatalog {
  /// The autoencoder that a user names.
  ///
  /// - Parameters:
  ///   - reference: the path of a `.safetensors` file or the name of shipped weights. A name
  ///     selects the weights for noise of 25, which the paper's parameters fit. The weights for the
  ///     next weaker noise become the ``AutoencoderPrior/fine`` prior.
  ///     ``AutoencoderPrior/paperName`` selects the former alone.
  ///   - others: further choices that errors list: the names accepted in place of an autoencoder.
  /// - Throws: ``Failure``: `usage` if no autoencoder with this name is shipped; also the errors of
  ///   ``AutoencoderPrior/init(contentsOf:)``.
  public func prior(
    _ reference: String = Standard.restoration, besides others: [String] = []
  ) throws(Failure) -> AutoencoderPrior {
    if Self.isPath(reference) { return try AutoencoderPrior(file(reference)) }
    let isPapers = reference == AutoencoderPrior.paperName
    let entries = try shipped().entries.filter {
      $0.name == (isPapers ? Standard.restoration : reference) && $0.strength != nil
    }.sorted { $0.strength! > $1.strength! }
    let architecture = DenoisingAutoencoder.Hyperparameters.architectureName
    guard let index = entries.firstIndex(where: { $0.strength! <= 25 }) ?? entries.indices.last,
      try shipped().card(of: entries[index]).architecture.name == architecture
    else {
      throw .unknownModel(
        reference, found: "no autoencoder of this name is shipped",
        known: try autoencoderNames() + [AutoencoderPrior.paperName] + others)
    }
    var prior = try AutoencoderPrior(file(entries[index].path))
    if isPapers {
      prior.name = AutoencoderPrior.paperName
    } else if index + 1 < entries.count {
      prior.fine = try AutoencoderPrior(file(entries[index + 1].path))
    }
    return prior
  }

  /// The sorted names of the shipped denoising autoencoders for one strength of noise.
  ///
  /// - Throws: ``Failure``: `noInput` if no weights are shipped, `badData` if a file has no card.
  package func autoencoderNames() throws(Failure) -> [String] {
    let named = try shipped().described(try shipped().entries.filter { $0.strength != nil })
    let name = DenoisingAutoencoder.Hyperparameters.architectureName
    return Set(named.filter { $0.card.architecture.name == name }.map(\.entry.name)).sorted()
  }
}
