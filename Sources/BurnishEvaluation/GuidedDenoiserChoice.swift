import Burnish

extension TextParameter {
  /// A filter that takes off noise under a guide.
  static let guidedDenoiser = model(
    "Shipped model (fdkn, dkn, deepam), guided, none, or .safetensors file.")
}

extension FilterModel {
  /// The filter; of shipped weights for noise of several strengths those for the nearest. A file's are
  /// measured whatever they were trained on.
  static func measured(
    _ model: String, sigma: Double, on target: ModelCard.Target
  ) throws -> FilterModel {
    let catalog = ModelCatalog()
    return try isChosenByNoise(model, on: target, in: catalog)
      ? .forNoise(sigma: Float(sigma), name: model, on: target, in: catalog)
      : .named(model, for: .noiseReduction, on: isPath(model) ? nil : target, in: catalog)
  }
}
