import BurnishCore
import BurnishFilters
import Foundation

extension ShippedWeights {
  /// Whether the noise models of a name are several, each for a strength of its own.
  func isChosenByNoise(
    _ name: String, on target: ModelCard.Target? = nil
  ) throws(Failure) -> Bool {
    let variants = try variants(of: name, for: .noiseReduction, on: target)
    let all = Purpose.noiseReduction.variant
    return variants.count > 1 && !variants.contains { $0.variant == all }
  }

  /// The noise model whose training had the standard deviation that is nearest to `sigma`; of equals
  /// the one with the least errors, and where no figures tell the first one by name.
  ///
  /// - Throws: ``Failure`` of the kind `usage` where no file fits, `badData` where one has no card.
  func noiseEntry(
    nearest sigma: Float, name: String?, on target: ModelCard.Target? = nil
  ) throws(Failure) -> Entry {
    var described = try self.described(
      entries.filter {
        Self.serves($0, .noiseReduction) && (name == nil || $0.name == name)
      })
    if let target { described = Self.suited(described, to: target) }
    var nearest: [Described] = []
    var least = Float.infinity
    for (entry, card) in described {
      guard card.task == .noiseReduction, case .gaussianNoise(let trained) = card.degradation
      else { continue }
      let distance = abs(trained - sigma)
      if distance < least { nearest = [] }
      if distance <= least {
        least = distance
        nearest.append((entry, card))
      }
    }
    let errors = ModelCard.comparableErrors(of: nearest.map(\.card))
    guard let best = nearest.indices.min(by: { errors[$0] < errors[$1] }) else {
      throw Failure(
        .usage, "model \(name ?? "for noise")",
        found: "no weights for noise reduction\(target == .depth ? " on depth" : "") are shipped"
          + (name == nil ? "" : " of this name"),
        wanted: ModelCatalog.pathWords, choice: .model)
    }
    return nearest[best].entry
  }
}

extension ShippedWeights {
  /// A file with what it says about itself.
  typealias Described = (entry: Entry, card: ModelCard)

  /// - Throws: ``Failure`` of the kind `badData` where a file has no card.
  func described(_ entries: [Entry]) throws(Failure) -> [Described] {
    var described: [Described] = []
    for entry in entries { described.append((entry, try card(of: entry))) }
    return described
  }

  /// The noise models that may be used on a target: none trained on images for depth; those trained
  /// on images for an image, and where there are none those trained on depth.
  static func suited(_ models: [Described], to target: ModelCard.Target) -> [Described] {
    let ofImages = models.filter { $0.card.target == .image }
    return switch target {
    case .depth: models.filter { $0.card.target != .image }
    case .image: ofImages.isEmpty ? models : ofImages
    }
  }
}

extension ModelCard {
  /// The mean logarithm of each card's errors, over the sets and protocols that all cards have errors
  /// on: sets whose errors have different units count alike. 0 where there are none.
  static func comparableErrors(of cards: [ModelCard]) -> [Double] {
    /// The errors, by what must agree for them to be compared.
    func errors(_ card: ModelCard) -> [Figure: Double] {
      let pairs = card.figures.filter { $0.metric == "rmse" && $0.value > 0 }.map { figure in
        var measure = figure
        (measure.value, measure.images) = (0, nil)
        return (measure, log(figure.value))
      }
      return Dictionary(pairs) { first, _ in first }
    }
    let all = cards.map(errors)
    let shared = all.dropFirst().reduce(Set((all.first ?? [:]).keys)) {
      $0.intersection($1.keys)
    }
    return all.map { errors in
      shared.reduce(0) { $0 + errors[$1]! } / Double(max(1, shared.count))
    }
  }
}
