import BurnishCore
import BurnishFilters
import Foundation

/// A filter for noise on images with a name, and with what its weights say about themselves.
public struct PictureModel: Sendable {
  /// The name by which a user asks for it.
  public let name: String
  public let filter: any ImageFilter
  /// What the weights say about themselves; `nil` for a filter without weights.
  public let card: ModelCard?

  public init(name: String, filter: any ImageFilter, card: ModelCard? = nil) {
    self.name = name
    self.filter = filter
    self.card = card
  }

  /// The filter that leaves noise as it is.
  public static let unchanged = PictureModel(name: "none", filter: UnchangedImage())

  /// A model from its weight file, whose card tells how to build it.
  ///
  /// - Throws: ``Failure``: `noInput` where there is no such file, `badData` where it is damaged, has
  ///   no card, is for another task, or does not hold the tensors that its card's architecture needs.
  public init(contentsOf path: String) throws(Failure) {
    try self.init(WeightFile(contentsOf: path))
  }

  /// - Throws: ``Failure`` of the kind `badData`, as ``init(contentsOf:)``.
  init(_ file: WeightFile) throws(Failure) {
    let (path, card) = (file.path, file.card)
    let (architecture, weights) = try file.contents()
    let filter = try NetworkImageFilter(architecture, weights: weights, path: path)
    guard card.task == .denoising else {
      throw Failure(
        .badData, path, found: "weights for \(card.task.rawValue)",
        wanted: "weights for \(ModelCard.Task.denoising.rawValue)")
    }
    guard filter.outputChannels == filter.channels else {
      throw Failure(
        .badData, path,
        found: "a network from \(filter.channels) channels to \(filter.outputChannels)",
        wanted: "one that gives the channels that it takes")
    }
    self.init(name: card.name, filter: filter, card: card)
  }

  /// The model that a user means.
  ///
  /// - Parameters:
  ///   - reference: the name of shipped weights, the path of a `.safetensors` file, or `none`.
  ///   - sigma: the standard deviation of the noise for samples in 0...255: of the shipped weights of
  ///     the name those trained for the nearest are taken, of equally near ones the stronger noise's.
  ///     Where it is not known, `nil`: then only weights for noise of unknown strength serve.
  ///   - channels: of the images: in color ones, weights for gray see planes of weaker noise.
  ///   - catalog: where it is looked for.
  /// - Throws: ``Failure``: `usage` where no weights of the name are shipped for such noise, and as
  ///   ``init(contentsOf:)``.
  public static func named(
    _ reference: String, sigma: Float?, channels: Int = 1,
    in catalog: ModelCatalog = ModelCatalog()
  ) throws(Failure) -> PictureModel {
    if reference == unchanged.name { return .unchanged }
    if FilterModel.isPath(reference) { return try catalog.pictureModel(reference) }
    let entry = try catalog.shipped().imageEntry(
      name: reference, sigma: sigma, channels: channels)
    return try catalog.pictureModel(entry.path)
  }

  /// Sees that there is a model by a name, whichever the noise of an image will choose.
  ///
  /// - Parameters:
  ///   - name: as ``named(_:sigma:channels:in:)`` takes it, but no path.
  ///   - catalog: where it is looked for.
  /// - Throws: ``Failure`` of the kind `usage` where no weights of the name are shipped for noise.
  public static func check(
    name: String, in catalog: ModelCatalog = ModelCatalog()
  ) throws(Failure) {
    guard name != unchanged.name else { return }
    _ = try catalog.shipped().imageEntry(name: name, sigma: 25)
  }

  /// The shipped model for noise of unknown strength.
  ///
  /// - Parameters:
  ///   - name: of the weights, if it matters; otherwise the first such model is taken.
  ///   - catalog: where it is looked for.
  /// - Returns: `nil` where none is shipped.
  /// - Throws: as ``init(contentsOf:)``.
  public static func blind(
    named name: String? = nil, in catalog: ModelCatalog = ModelCatalog()
  ) throws(Failure) -> PictureModel? {
    guard let entry = try catalog.shipped().blindEntry(name: name) else { return nil }
    return try catalog.pictureModel(entry.path)
  }

  /// Whether the model was trained for noise of unknown strength.
  public var isBlind: Bool {
    if case .gaussianNoiseRange = card?.degradation { true } else { false }
  }

  /// The standard deviations of the noise that the model was trained for, for samples in 0...255; `nil` for
  /// a filter without weights.
  public var trainedSigmas: ClosedRange<Float>? {
    switch card?.degradation {
    case .gaussianNoise(let sigma): sigma...sigma
    case .gaussianNoiseRange(let sigmas): sigmas
    default: nil
    }
  }
}

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
    wanted.append("the path of a .safetensors file")
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
