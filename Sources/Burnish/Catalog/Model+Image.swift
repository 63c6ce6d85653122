import BurnishCore
import BurnishFilters

/// A model that filters images without a guide.
public typealias ImageModel = Model<any ImageFilter>

extension Model where Filter == any ImageFilter {
  /// A filter that changes nothing.
  public static var unchanged: Self {
    Self(name: NamedJointFilter.none.name, filter: UnchangedImage())
  }

  /// A model from its weight file; the file's card says how to build it.
  ///
  /// - Throws: ``Failure``: `noInput` if the file does not exist; `badData` if it is damaged, has
  ///   no card, is for another task, or lacks tensors of its card's architecture.
  public init(contentsOf path: String) throws(Failure) {
    try self.init(WeightFile(contentsOf: path))
  }

  /// - Throws: ``Failure`` of the kind `badData`, like ``init(contentsOf:)``.
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
