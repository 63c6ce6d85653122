import BurnishCore
import BurnishFilters
import Foundation

extension ShippedWeights {
  /// Whether several noise models have this name, each for a different strength.
  func isChosenByNoise(
    _ name: String, on target: ModelCard.Target? = nil
  ) throws(Failure) -> Bool {
    let variants = try variants(of: name, for: .noiseReduction, on: target)
    let all = Purpose.noiseReduction.variant
    return variants.count > 1 && !variants.contains { $0.variant == all }
  }

  /// The noise model that was trained with the standard deviation nearest to `sigma`. Of equally
  /// near models, it is the one with the lowest errors. If figures do not decide, it is the first
  /// one by name.
  ///
  /// - Throws: ``Failure`` of the kind `usage` if no file fits, `badData` if a file has no card.
  func noiseEntry(
    nearest sigma: Float, name: String?, on target: ModelCard.Target? = nil
  ) throws(Failure) -> Entry {
    var described = try self.described(
      entries.filter {
        Self.serves($0, .noiseReduction) && (name == nil || $0.name == name)
      })
    if let target { described = Self.suited(described, to: target) }
    var nearest: [Described] = []
    var minimum = Float.infinity
    for (entry, card) in described {
      guard card.task == .noiseReduction, case .gaussianNoise(let trained) = card.degradation
      else { continue }
      let distance = abs(trained - sigma)
      if distance < minimum { nearest = [] }
      if distance <= minimum {
        minimum = distance
        nearest.append((entry, card))
      }
    }
    let errors = ModelCard.comparableErrors(of: nearest.map(\.card))
    guard let best = nearest.indices.min(by: { errors[$0] < errors[$1] }) else {
      throw .unknownModel(
        name ?? "for noise",
        found: "no weights for noise reduction\(target == .depth ? " on depth" : "") are shipped"
          + (name == nil ? "" : " of this name"), known: [])
    }
    return nearest[best].entry
  }
}

extension ShippedWeights {
  /// A file with its model card.
  typealias Described = (entry: Entry, card: ModelCard)

  /// - Throws: ``Failure`` of the kind `badData` if a file has no card.
  func described(_ entries: [Entry]) throws(Failure) -> [Described] {
    var described: [Described] = []
    for entry in entries { described.append((entry, try card(of: entry))) }
    return described
  }

  /// The noise models that suit a target. Depth excludes models that were trained on images. Images
  /// use models that were trained on images, or all models if there are no such models.
  static func suited(_ models: [Described], to target: ModelCard.Target) -> [Described] {
    let ofImages = models.filter { $0.card.target == .image }
    return switch target {
    case .depth: models.filter { $0.card.target != .image }
    case .image: ofImages.isEmpty ? models : ofImages
    }
  }
}

extension ModelCard {
  /// The mean logarithm of each card's errors, over the sets and protocols that all cards share; 0
  /// if they share none. With logarithms, sets with different units count equally.
  static func comparableErrors(of cards: [ModelCard]) -> [Double] {
    /// The errors, keyed by the properties that must agree in comparisons.
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
