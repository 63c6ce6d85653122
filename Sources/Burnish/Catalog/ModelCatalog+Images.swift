import BurnishCore
import BurnishFilters

extension ModelCatalog {
  /// The model for noise on images alone that a user means.
  ///
  /// - Parameters:
  ///   - reference: the name of shipped weights, the path of a `.safetensors` file, or `none`.
  ///   - sigma: the standard deviation of the noise for samples in 0...255: of the shipped weights of
  ///     the name those trained for the nearest are taken, of equally near ones the stronger noise's.
  ///     Where it is not known, `nil`: then only weights for noise of unknown strength serve.
  ///   - channels: of the images: in color ones, weights for gray see planes of weaker noise.
  /// - Throws: ``Failure``: `usage` where no weights of the name are shipped for such noise, and as
  ///   ``Model/init(contentsOf:)``.
  public func imageModel(
    _ reference: String, sigma: Float?, channels: Int = 1
  ) throws(Failure) -> ImageModel {
    if reference == NamedJointFilter.none.name { return .unchanged }
    if Self.isPath(reference) { return try imageModel(at: reference) }
    let entry = try shipped().imageEntry(name: reference, sigma: sigma, channels: channels)
    return try imageModel(at: entry.path)
  }

  /// Checks that there is a model for noise on images alone of a name, whichever the noise of an image will choose.
  ///
  /// - Parameter name: as ``imageModel(_:sigma:channels:)`` takes it, but no path.
  /// - Throws: ``Failure`` of the kind `usage` where no weights of the name are shipped for noise.
  public func checkImageModel(named name: String) throws(Failure) {
    guard name != NamedJointFilter.none.name else { return }
    _ = try shipped().imageEntry(name: name, sigma: 25)
  }

  /// The shipped model for noise of unknown strength.
  ///
  /// - Parameter name: of the weights, if it matters; otherwise the first such model is taken.
  /// - Returns: `nil` where none is shipped.
  /// - Throws: as ``Model/init(contentsOf:)``.
  public func blindImageModel(named name: String? = nil) throws(Failure) -> ImageModel? {
    guard let entry = try shipped().blindEntry(name: name) else { return nil }
    return try imageModel(at: entry.path)
  }

  /// The model for colorization that a user means.
  ///
  /// - Parameter reference: the name of shipped weights or the path of a `.safetensors` file; without it
  ///   the first shipped weights for colorization are taken.
  /// - Throws: ``Failure``: `usage` where no such weights are shipped, and as
  ///   ``ImageColorizer/init(contentsOf:)``.
  public func colorizer(_ reference: String? = nil) throws(Failure) -> ImageColorizer {
    try ImageColorizer(
      file(path(of: reference, for: ModelCard.Task.colorization.rawValue) { $0.colors != nil }))
  }

  /// The model for relighting that a user means.
  ///
  /// - Parameter reference: the name of shipped weights or the path of a `.safetensors` file; without it
  ///   the first shipped weights for relighting are taken.
  /// - Throws: ``Failure``: `usage` where no such weights are shipped, `badData` where the weights are for
  ///   something else, and as ``ImageMapper/init(contentsOf:)``.
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
