import Burnish

extension TextParameter {
  /// A filter that takes off noise under a guide.
  static let guidedDenoiser = model(
    "Shipped model (fdkn, dkn, deepam), guided, none, or .safetensors file.")
}

extension ModelCatalog {
  /// The filter; of shipped weights for noise of several strengths those for the nearest. A file's are
  /// measured whatever they were trained on.
  func measuredModel(
    _ model: String, sigma: Double, on target: ModelCard.Target
  ) throws -> JointModel {
    try isChosenByNoise(model, on: target)
      ? jointModel(forNoise: Float(sigma), named: model, on: target)
      : jointModel(model, for: .noiseReduction, on: Self.isPath(model) ? nil : target)
  }
}
