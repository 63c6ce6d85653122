import BurnishTensors

extension FilterModel {
  /// The filter that leaves noise as it is.
  public static let unchanged = FilterModel(name: "none", filter: IdentityFilter())

  /// The shipped model that was trained for noise of about a strength.
  ///
  /// - Parameters:
  ///   - sigma: the standard deviation of the noise, for samples in 0...255.
  ///   - name: the model's name, if not every name will do.
  /// - Throws: ``Failure``: `usage` where no noise model of the name is shipped, and as
  ///   ``init(contentsOf:)``.
  public static func forNoise(sigma: Float, name: String? = nil) throws(Failure) -> FilterModel {
    let entry = try ShippedWeights.installed().noiseEntry(nearest: sigma, name: name)
    return try FilterModel(contentsOf: entry.path)
  }
}

extension ShippedWeights {
  /// The noise model whose training had the standard deviation that is nearest to `sigma`; of equals
  /// the first one by name.
  ///
  /// - Throws: ``Failure`` of the kind `usage` where no file fits, `badData` where one has no card.
  func noiseEntry(nearest sigma: Float, name: String?) throws(Failure) -> Entry {
    var best: (entry: Entry, distance: Float)?
    for entry in entries where entry.variant.hasPrefix(FilterModel.Use.noiseReduction.variant) {
      if let name, entry.name != name { continue }
      guard
        case .gaussianNoise(let trained) = try WeightFile(contentsOf: entry.path).card.degradation
      else { continue }
      let distance = abs(trained - sigma)
      if best.map({ distance < $0.distance }) ?? true { best = (entry, distance) }
    }
    guard let best else {
      throw Failure(
        .usage, "model \(name ?? "for noise")",
        found: "no weights for noise reduction are shipped\(name == nil ? "" : " of this name")",
        wanted: "--model with the path of a .safetensors file")
    }
    return best.entry
  }
}
