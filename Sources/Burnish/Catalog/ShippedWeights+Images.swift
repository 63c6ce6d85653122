import BurnishCore
import BurnishFilters
import BurnishModels

extension ShippedWeights {
  /// The first weights, or those of a name, that take noise of unknown strength off images alone.
  ///
  /// - Throws: ``Failure`` of the kind `badData` where a file has no card.
  func blindEntry(name: String? = nil) throws(Failure) -> Entry? {
    for entry in entries where entry.variant == "blind" && (name ?? entry.name) == entry.name {
      let card = try card(of: entry)
      if card.task == .denoising, case .gaussianNoiseRange = card.degradation { return entry }
    }
    return nil
  }

  /// The weights of a name that take noise off images alone.
  ///
  /// - Throws: ``Failure`` of the kind `usage` where no file fits, saying which names do; `badData`
  ///   where a file has no card.
  func imageEntry(
    name: String, sigma: Float?, channels: Int = 1
  ) throws(Failure) -> Entry {
    let candidates = entries.filter { $0.variant == "blind" || $0.variant.hasPrefix("sigma") }
    var best: (entry: Entry, distance: Float)?
    for entry in candidates where entry.name == name {
      // Entries are in the order of their names, `sigma15` before `sigma25`: the last of equals is
      // that for the stronger noise.
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
    var wanted = names.sorted() + GradientPenalty.allCases.filter { $0 != .l0 }.map(\.rawValue)
    wanted.append(ModelCatalog.pathWords)
    if entries.contains(where: { $0.name == name }) { wanted.append("a guide for this one") }
    throw Failure(
      .usage, "model \(name)",
      found: "no weights of this name are shipped for noise on images alone",
      wanted: wanted.joined(separator: ", "))
  }

  /// How far the noise that weights were trained for is from an image's; `nil` for weights that do not take such
  /// noise off images alone.
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
