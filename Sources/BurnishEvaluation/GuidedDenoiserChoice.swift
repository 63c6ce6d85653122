import Burnish

extension TextParameter {
  /// A guided denoiser.
  static let guidedDenoiser = model(
    "Shipped model (fdkn, dkn, deepam), guided, none, or .safetensors file.")
}

extension ModelCatalog {
  /// Returns the model to measure. Among shipped weights for several noise strengths, it takes the nearest. A
  /// file's weights may have any training data.
  func measuredModel(
    _ model: String, sigma: Double, on target: ModelCard.Target
  ) throws -> JointModel {
    try isChosenByNoise(model, on: target)
      ? jointModel(forNoise: Float(sigma), named: model, on: target)
      : jointModel(model, for: .noiseReduction, on: Self.isPath(model) ? nil : target)
  }
}
