import BurnishCore
import BurnishFilters

extension ModelCatalog {
  /// The denoising model without a guide that a user names.
  ///
  /// - Parameters:
  ///   - reference: the name of shipped weights, the path of a `.safetensors` file, or `none`.
  ///   - sigma: the standard deviation of the noise for samples in 0...255, or `nil` if it is
  ///     unknown. Of the shipped weights with this name, those trained for the nearest strength are
  ///     used. If two are equally near, those for stronger noise are used. With `nil`, only weights
  ///     for noise of unknown strength match.
  ///   - channels: the images' channels. In color images, weights for gray see planes with weaker
  ///     noise.
  /// - Throws: ``Failure``: `usage` if no weights with this name are shipped for such noise; also
  ///   the errors of ``Model/init(contentsOf:)``.
  public func imageModel(
    _ reference: String, sigma: Float?, channels: Int = 1
  ) throws(Failure) -> ImageModel {
    if reference == NamedJointFilter.none.name { return .unchanged }
    if Self.isPath(reference) { return try imageModel(at: reference) }
    let entry = try shipped().imageEntry(name: reference, sigma: sigma, channels: channels)
    return try imageModel(at: entry.path)
  }

  /// Checks that a denoising model without a guide has this name, for any strength of noise.
  ///
  /// - Parameter name: a name as in ``imageModel(_:sigma:channels:)``, not a path.
  /// - Throws: ``Failure`` of the kind `usage` if no weights with this name are shipped for noise.
  public func checkImageModel(named name: String) throws(Failure) {
    guard name != NamedJointFilter.none.name else { return }
    _ = try shipped().imageEntry(name: name, sigma: 25)
  }

  /// The shipped model for noise of unknown strength.
  ///
  /// - Parameter name: the weights' name; the first such model is used if not given.
  /// - Returns: the model, or `nil` if none is shipped.
  /// - Throws: the errors of ``Model/init(contentsOf:)``.
  public func blindImageModel(named name: String? = nil) throws(Failure) -> ImageModel? {
    guard let entry = try shipped().blindEntry(name: name) else { return nil }
    return try imageModel(at: entry.path)
  }

  /// The colorization model that a user names.
  ///
  /// - Parameter reference: the name of shipped weights or the path of a `.safetensors` file; the
  ///   first shipped weights for colorization if not given.
  /// - Throws: ``Failure``: `usage` if no such weights are shipped; also the errors of
  ///   ``ImageColorizer/init(contentsOf:)``.
  public func colorizer(_ reference: String? = nil) throws(Failure) -> ImageColorizer {
    try ImageColorizer(
      file(path(of: reference, for: ModelCard.Task.colorization.rawValue) { $0.colors != nil }))
  }

  /// The relighting model that a user names.
  ///
  /// - Parameter reference: the name of shipped weights or the path of a `.safetensors` file; the
  ///   first shipped weights for relighting if not given.
  /// - Throws: ``Failure``: `usage` if no such weights are shipped, `badData` if the weights are
  ///   for something else; also the errors of ``ImageMapper/init(contentsOf:)``.
  public func relighter(_ reference: String? = nil) throws(Failure) -> ImageMapper {
    let task = ModelCard.Task.relighting.rawValue
    let mapper = try ImageMapper(
      file(path(of: reference, for: task) { $0.variant == "relight" }))
    guard mapper.card.task == .relighting else {
      throw Failure(
        .badData, reference ?? mapper.name, found: "weights for \(mapper.card.task.rawValue)",
        wanted: "weights for \(task)")
    }
    return mapper
  }
}
