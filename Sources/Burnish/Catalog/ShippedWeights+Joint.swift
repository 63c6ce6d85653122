import BurnishCore
import BurnishFilters

extension ShippedWeights {
  /// The file of a model.
  ///
  /// Several noise models may share a name, each for a different strength. A single one with a name
  /// serves all noise.
  /// - Parameter target: what the model restores, if that is known; ``suited(_:to:)`` then limits
  ///   the choice.
  /// - Parameter others: further names that errors list.
  /// - Throws: ``Failure`` of the kind `usage` if no file fits, with the names that do; `badData`
  ///   if a file has no card.
  public func entry(
    name: String, for purpose: Purpose, on target: ModelCard.Target? = nil,
    besides others: [String] = []
  ) throws(Failure) -> Entry {
    let named = try variants(of: name, for: purpose, on: target)
    if let entry = named.first(where: { $0.variant == purpose.variant }) { return entry }
    if purpose == .noiseReduction, named.count == 1 { return named[0] }
    guard named.isEmpty else {
      throw Failure(
        .usage, "model \(name)", found: "no weights for \(purpose.description) are shipped",
        wanted: listed(named.map(\.variant))
          + "; or the model \(listed(NamedJointFilter.names(for: purpose)))")
    }
    var serving = entries.filter { Self.serves($0, purpose) }
    let isForOthers = serving.contains { $0.name == name }
    // Images take weights of any training by name.
    if target == .depth { serving = Self.suited(try described(serving), to: .depth).map(\.entry) }
    throw .unknownModel(
      name,
      found: isForOthers
        ? "its weights were trained on images, which depth is not"
        : "no weights of this name are shipped for \(purpose.kind)",
      known: Set(serving.map(\.name)).sorted() + NamedJointFilter.names(for: purpose) + others)
  }

  /// Whether weights with this name are for exactly this purpose.
  public func holds(_ name: String, for purpose: Purpose) -> Bool {
    entries.contains { $0.name == name && $0.variant == purpose.variant }
  }

  /// The files of a model for a kind of purpose, for any factor or strength of noise.
  func variants(
    of name: String, for purpose: Purpose, on target: ModelCard.Target? = nil
  ) throws(Failure) -> [Entry] {
    let named = entries.filter { $0.name == name && Self.serves($0, purpose) }
    guard let target, purpose == .noiseReduction else { return named }
    return Self.suited(try described(named), to: target).map(\.entry)
  }

  /// Whether a file is for a kind of purpose.
  static func serves(_ entry: Entry, _ purpose: Purpose) -> Bool {
    switch purpose {
    case .upsampling: entry.factor != nil
    case .noiseReduction: entry.variant.hasPrefix(purpose.variant)
    case .classScores: entry.variant == purpose.variant
    }
  }
}
