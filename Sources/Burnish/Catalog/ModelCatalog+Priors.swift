import BurnishCore
import BurnishModels

extension ModelCatalog {
  /// The autoencoder that a user means.
  ///
  /// - Parameters:
  ///   - reference: the path of a `.safetensors` file, or the name of shipped weights: those for noise of 25, for which
  ///     the paper's parameters are, with those for the next weaker noise as the ``AutoencoderPrior/fine`` prior; by
  ///     ``AutoencoderPrior/paperName`` without them.
  ///   - others: what a failure names as well: what does in place of an autoencoder.
  /// - Throws: ``Failure``: `usage` where no autoencoder of the name is shipped, and as
  ///   ``AutoencoderPrior/init(contentsOf:)``.
  public func prior(
    _ reference: String = Standard.restoration, besides others: [String] = []
  ) throws(Failure) -> AutoencoderPrior {
    if Self.isPath(reference) { return try AutoencoderPrior(file(reference)) }
    let isPapers = reference == AutoencoderPrior.paperName
    let entries = try shipped().entries.filter {
      $0.name == (isPapers ? Standard.restoration : reference) && $0.strength != nil
    }.sorted { $0.strength! > $1.strength! }
    guard let index = entries.firstIndex(where: { $0.strength! <= 25 }) ?? entries.indices.last
    else {
      throw Failure(
        .usage, "model \(reference)", found: "no autoencoder of this name is shipped",
        wanted: (try autoencoderNames() + [AutoencoderPrior.paperName] + others + [Self.pathWords])
          .joined(separator: ", "))
    }
    var prior = try AutoencoderPrior(file(entries[index].path))
    if isPapers {
      prior.name = AutoencoderPrior.paperName
    } else if index + 1 < entries.count {
      prior.fine = try AutoencoderPrior(file(entries[index + 1].path))
    }
    return prior
  }

  /// The names of the shipped denoising autoencoders for one strength of noise, in their order.
  ///
  /// - Throws: ``Failure``: `noInput` where no weights are shipped, `badData` where a file has no card.
  package func autoencoderNames() throws(Failure) -> [String] {
    let named = try shipped().described(try shipped().entries.filter { $0.strength != nil })
    let name = DenoisingAutoencoder.Hyperparameters.architectureName
    return Set(named.filter { $0.card.architecture.name == name }.map(\.entry.name)).sorted()
  }
}
