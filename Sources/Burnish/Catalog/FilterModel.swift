import BurnishCore

/// A filter with a name, and with what its weights say about themselves.
public struct FilterModel: Sendable {
  /// What a filter is wanted for.
  public enum Use: Sendable, Hashable {
    /// To sharpen what was enlarged: each side by `factor`.
    case upsampling(factor: Int)
    case noiseReduction
    /// To enlarge class scores: each side by `factor`.
    case classScores(factor: Int)
  }

  /// The name by which a user asks for it.
  public let name: String
  public let filter: any JointFilter
  /// What the weights say about themselves; `nil` for a filter without weights.
  public let card: ModelCard?

  public init(name: String, filter: any JointFilter, card: ModelCard? = nil) {
    self.name = name
    self.filter = filter
    self.card = card
  }

  /// The filter that changes nothing: what enlargement alone gives.
  public static let bicubic = FilterModel(name: "bicubic", filter: IdentityFilter())

  /// A model from its weight file, whose card tells how to build it.
  ///
  /// - Throws: ``Failure``: `noInput` where there is no such file, `badData` where it is damaged,
  ///   has no card, or does not hold the tensors that its card's architecture needs.
  public init(contentsOf path: String) throws(Failure) {
    try self.init(WeightFile(contentsOf: path))
  }

  /// - Throws: ``Failure`` of the kind `badData`, as ``init(contentsOf:)``.
  init(_ file: WeightFile) throws(Failure) {
    let (architecture, weights) = try file.contents()
    self.init(
      name: file.card.name,
      filter: try NetworkFilter(architecture, weights: weights, path: file.path), card: file.card)
  }

  /// The model that a user means.
  ///
  /// - Parameters:
  ///   - reference: the name of shipped weights, the path of a `.safetensors` file, or `guided`; for
  ///     upsampling also `bicubic`, for noise reduction also `none`.
  ///   - use: what it is wanted for.
  ///   - target: of noise models: what it is to restore, where that is known, as
  ///     ``forNoise(sigma:name:on:in:)`` has it.
  ///   - catalog: where it is looked for.
  /// - Throws: ``Failure``: `usage` where no model of the name is shipped for the use, and as
  ///   ``init(contentsOf:)``; `badData` where the file's weights are for another use, or were trained
  ///   on images and the target is depth.
  public static func named(
    _ reference: String, for use: Use, on target: ModelCard.Target? = nil,
    in catalog: ModelCatalog = ModelCatalog()
  ) throws(Failure) -> FilterModel {
    switch (reference, use) {
    case (bicubic.name, .upsampling): return .bicubic
    case (unchanged.name, .noiseReduction): return .unchanged
    case (guided.name, _): return .guided(for: use)
    default: break
    }
    guard isPath(reference) else {
      let entry = try catalog.shipped().entry(name: reference, for: use, on: target)
      return try FilterModel(catalog.file(entry.path))
    }
    let model = try FilterModel(catalog.file(reference))
    if let card = model.card, Use(card.degradation) != use {
      throw Failure(
        .badData, reference,
        found: "weights for \(Use(card.degradation)?.description ?? card.degradation.description)",
        wanted: "weights for \(use.description)")
    }
    if target == .depth, model.card?.target == .image {
      throw Failure(
        .badData, reference, found: "weights that were trained on images",
        wanted: "weights that were trained on depth")
    }
    return model
  }

  /// The standard deviation of the noise on images that the model was trained for, for samples in 0...255;
  /// `nil` where that is no single one. Weights trained on depth have none: what is noise to them beside the
  /// steps of depth is no measure for photographs.
  public var trainedSigma: Float? { card?.target == .image ? card?.degradation.sigma : nil }

  /// Whether a user who says this means a file, not the name of shipped weights.
  public static func isPath(_ reference: String) -> Bool {
    reference.contains("/") || reference.hasSuffix(".safetensors")
  }
}

extension FilterModel.Use {
  /// What models are for that were trained to undo a degradation; `nil` for those that no guide helps.
  public init?(_ degradation: Degradation) {
    switch degradation {
    case .upsampling(let factor, _): self = .upsampling(factor: factor)
    case .gaussianNoise, .gaussianNoiseRange: self = .noiseReduction
    case .classScores(let factor): self = .classScores(factor: factor)
    case .pairs, .lostColors: return nil
    }
  }

  /// What stands behind the model's name in the names of weight files and recipes: `x8`, `noise`.
  public var variant: String {
    switch self {
    case .upsampling(let factor): "x\(factor)"
    case .noiseReduction: "noise"
    case .classScores(let factor): "scores\(factor)"
    }
  }

  /// As messages name it: `x8`, `noise reduction`.
  public var description: String {
    switch self {
    case .upsampling: variant
    case .noiseReduction: purpose
    case .classScores(let factor): "\(purpose) x\(factor)"
    }
  }

  /// The kind of use in words, whatever the factor.
  var purpose: String {
    switch self {
    case .upsampling: "upsampling"
    case .noiseReduction: "noise reduction"
    case .classScores: "class scores"
    }
  }
}
