import BurnishCore
import BurnishFilters

extension ModelCatalog {
  /// The model with a guide that a user names.
  ///
  /// - Parameters:
  ///   - reference: the name of shipped weights or of a ``NamedJointFilter``, or the path of a `.safetensors` file.
  ///   - purpose: the purpose of the model.
  ///   - target: what a noise model restores, if that is known, as in
  ///     ``jointModel(forNoise:named:on:)``.
  ///   - others: further names that errors list: what is accepted in place of a model with a guide.
  /// - Throws: ``Failure``: `usage` if no model with this name is shipped for the purpose.
  ///   `badData` if the file's weights are for another purpose, or were trained on images and the
  ///   target is depth. Also the errors of ``Model/init(contentsOf:)``.
  public func jointModel(
    _ reference: String, for purpose: Purpose, on target: ModelCard.Target? = nil,
    besides others: [String] = []
  ) throws(Failure) -> JointModel {
    if let filter = NamedJointFilter.filter(named: reference, for: purpose) {
      return JointModel(name: reference, filter: filter, purpose: purpose)
    }
    guard Self.isPath(reference) else {
      let entry = try shipped().entry(name: reference, for: purpose, on: target, besides: others)
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

  /// The shipped model that was trained for the nearest strength of noise. Of several equally near
  /// models, it is the one with the lowest errors, by the figures that they share.
  ///
  /// - Parameters:
  ///   - sigma: the standard deviation of the noise, for samples in 0...255.
  ///   - name: the model's name; any name matches if not given.
  ///   - target: what the model restores, if that is known. Depth never uses weights that were
  ///     trained on images. Images use weights that were trained on depth only if there are no
  ///     others.
  /// - Throws: ``Failure``: `usage` if no noise model with this name is shipped; also the errors of
  ///   ``Model/init(contentsOf:)``.
  public func jointModel(
    forNoise sigma: Float, named name: String? = nil, on target: ModelCard.Target? = nil
  ) throws(Failure) -> JointModel {
    let entry = try shipped().noiseEntry(nearest: sigma, name: name, on: target)
    return try JointModel(file(entry.path))
  }

  /// Whether several noise models with this name are shipped and none is for all noise.
  /// ``jointModel(forNoise:named:on:)`` then chooses.
  ///
  /// - Throws: ``Failure``: `noInput` if no weights are shipped, `badData` if a file has no card.
  public func isChosenByNoise(
    _ name: String, on target: ModelCard.Target? = nil
  ) throws(Failure) -> Bool {
    guard !Self.isPath(name), NamedJointFilter.filter(named: name, for: .noiseReduction) == nil
    else { return false }
    return try shipped().isChosenByNoise(name, on: target)
  }

  /// The purpose for which a model enlarges class scores. Filters and weight files for depth alone
  /// see each class as depth.
  ///
  /// - Parameter reference: as in ``jointModel(_:for:on:besides:)``.
  /// - Throws: ``Failure``, like ``file(_:)``.
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

  /// Whether weights with this name are shipped for exactly this purpose.
  ///
  /// - Throws: ``Failure`` of the kind `noInput` if no weights are shipped.
  public func holds(_ name: String, for purpose: Purpose) throws(Failure) -> Bool {
    try shipped().holds(name, for: purpose)
  }
}
