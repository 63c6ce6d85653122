import BurnishCore
import BurnishFilters

extension ModelCatalog {
  /// The model with a guide that a user means.
  ///
  /// - Parameters:
  ///   - reference: the name of shipped weights or of a ``NamedJointFilter``, or the path of a `.safetensors` file.
  ///   - purpose: what it is wanted for.
  ///   - target: of noise models: what it is to restore, where that is known, as
  ///     ``jointModel(forNoise:named:on:)`` has it.
  /// - Throws: ``Failure``: `usage` where no model of the name is shipped for the purpose, and as
  ///   ``Model/init(contentsOf:)``; `badData` where the file's weights are for another purpose, or were trained
  ///   on images and the target is depth.
  public func jointModel(
    _ reference: String, for purpose: Purpose, on target: ModelCard.Target? = nil
  ) throws(Failure) -> JointModel {
    if let filter = NamedJointFilter.filter(named: reference, for: purpose) {
      return JointModel(name: reference, filter: filter, purpose: purpose)
    }
    guard Self.isPath(reference) else {
      let entry = try shipped().entry(name: reference, for: purpose, on: target)
      return try JointModel(file(entry.path))
    }
    let model = try JointModel(file(reference))
    if let card = model.card, model.purpose != purpose {
      throw Failure(
        .badData, reference,
        found: "weights for \(model.purpose?.description ?? card.degradation.description)",
        wanted: "weights for \(purpose.description)")
    }
    if target == .depth, model.card?.target == .image {
      throw Failure(
        .badData, reference, found: "weights that were trained on images",
        wanted: "weights that were trained on depth")
    }
    return model
  }

  /// The shipped model that was trained for noise of about a strength; of several that are equally
  /// near the one with the least errors, by the figures that all of them have.
  ///
  /// - Parameters:
  ///   - sigma: the standard deviation of the noise, for samples in 0...255.
  ///   - name: the model's name, if not every name will do.
  ///   - target: what it is to restore, where that is known: depth never goes to weights that were
  ///     trained on images, and images to those that were trained on depth only for want of others.
  /// - Throws: ``Failure``: `usage` where no noise model of the name is shipped, and as
  ///   ``Model/init(contentsOf:)``.
  public func jointModel(
    forNoise sigma: Float, named name: String? = nil, on target: ModelCard.Target? = nil
  ) throws(Failure) -> JointModel {
    let entry = try shipped().noiseEntry(nearest: sigma, name: name, on: target)
    return try JointModel(file(entry.path))
  }

  /// Whether the shipped noise models of a name are several of which none is for all noise, so that
  /// ``jointModel(forNoise:named:on:)`` has to choose.
  ///
  /// - Throws: ``Failure``: `noInput` where no weights are shipped, `badData` where a file has no card.
  public func isChosenByNoise(
    _ name: String, on target: ModelCard.Target? = nil
  ) throws(Failure) -> Bool {
    guard !Self.isPath(name), NamedJointFilter.filter(named: name, for: .noiseReduction) == nil
    else { return false }
    return try shipped().isChosenByNoise(name, on: target)
  }

  /// What a model enlarges class scores as: filters that are for depth alone, and files with weights for it, see each
  /// class as depth.
  ///
  /// - Parameter reference: as of ``jointModel(_:for:on:)``.
  /// - Throws: ``Failure`` as ``file(_:)``.
  public func purpose(ofScoresBy reference: String, factor: Int) throws(Failure) -> Purpose {
    let (scores, depth) = (Purpose.classScores(factor: factor), Purpose.upsampling(factor: factor))
    if Self.isPath(reference) {
      if case .classScores = try file(reference).card.degradation { return scores }
      return depth
    }
    let isForDepthAlone =
      NamedJointFilter.filter(named: reference, for: scores) == nil
      && NamedJointFilter.filter(named: reference, for: depth) != nil
    return isForDepthAlone ? depth : scores
  }

  /// Whether weights of a name are shipped for exactly such a purpose.
  ///
  /// - Throws: ``Failure`` of the kind `noInput` where no weights are shipped.
  public func holds(_ name: String, for purpose: Purpose) throws(Failure) -> Bool {
    try shipped().holds(name, for: purpose)
  }
}
