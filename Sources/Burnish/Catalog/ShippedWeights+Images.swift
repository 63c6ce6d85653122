import BurnishCore
import BurnishFilters
import BurnishModels

extension ShippedWeights {
  /// The first weights, optionally with a name, that remove noise of unknown strength without a
  /// guide.
  ///
  /// - Throws: ``Failure`` of the kind `badData` if a file has no card.
  func blindEntry(name: String? = nil) throws(Failure) -> Entry? {
    for entry in entries where entry.variant == "blind" && (name ?? entry.name) == entry.name {
      let card = try card(of: entry)
      if card.task == .denoising, case .gaussianNoiseRange = card.degradation { return entry }
    }
    return nil
  }

  /// The weights with this name that denoise images without a guide.
  ///
  /// - Throws: ``Failure`` of the kind `usage` if no file fits, with the names that do; `badData`
  ///   if a file has no card.
  func imageEntry(
    name: String, sigma: Float?, channels: Int = 1
  ) throws(Failure) -> Entry {
    let candidates = entries.filter { $0.variant == "blind" || $0.variant.hasPrefix("sigma") }
    var best: (entry: Entry, distance: Float)?
    for entry in candidates where entry.name == name {
      // Entries are sorted by name, `sigma15` before `sigma25`. The last of equally near entries is
      // for the strongest noise.
      if let distance = try distance(of: entry, from: sigma, channels: channels),
        best.map({ distance <= $0.distance }) ?? true
      {
        best = (entry, distance)
      }
    }
    if let best { return best.entry }
    var names: Set<String> = []
    for entry in candidates
    where try distance(of: entry, from: sigma, channels: channels) != nil {
      names.insert(entry.name)
    }
    let known = names.sorted() + GradientPenalty.allCases.filter { $0 != .l0 }.map(\.rawValue)
    let isForImages = candidates.contains { $0.name == name }
    let needsGuide =
      NamedJointFilter.filter(named: name, for: .noiseReduction) != nil
      || entries.contains { $0.name == name && Self.serves($0, .noiseReduction) }
    guard isForImages || !needsGuide else {
      throw Failure(
        .usage, "model \(name)", found: "a model that needs a guide",
        wanted: listed(known + [ModelCatalog.pathWords]), choice: .guide)
    }
    throw .unknownModel(
      name, found: "no weights of this name are shipped for noise on images alone", known: known)
  }

  /// The distance of the training noise from an image's noise; `nil` if the weights do not remove
  /// such noise without a guide.
  private func distance(
    of entry: Entry, from sigma: Float?, channels: Int
  ) throws(Failure) -> Float? {
    let card = try card(of: entry)
    guard card.task == .denoising else { return nil }
    switch (card.degradation, sigma) {
    case (.gaussianNoise(let trained), let sigma?):
      let taken = try Architecture(card.architecture, path: entry.path)
        .image(path: entry.path).imageChannels
      let meanShare =
        OpponentColors.noiseShares.reduce(0, +) / Float(OpponentColors.noiseShares.count)
      return abs(trained - sigma * (taken == 1 && channels == 3 ? meanShare : 1))
    case (.gaussianNoiseRange, _): return 0
    default: return nil
    }
  }
}
