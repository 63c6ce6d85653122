import ArgumentParser
import Burnish

/// How much noise is added, and which filter takes it off again.
struct NoiseEvaluationOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "The standard deviation of the noise, in units of 0...255.",
    transform: NoiseStrength.number())
  var sigma: Double

  @Option(
    help: ArgumentHelp(
      """
      A shipped noise model (fdkn, dkn, deepam; see 'burnish models'), guided, none, or the path of a .safetensors \
      file.
      """,
      valueName: "name|path"))
  var model: String

  /// The filter; of shipped weights for noise of several strengths those for the nearest. A file's are
  /// measured whatever they were trained on.
  func load(for target: ModelCard.Target) throws -> FilterModel {
    let catalog = ModelCatalog()
    return try FilterModel.isChosenByNoise(model, on: target, in: catalog)
      ? .forNoise(sigma: Float(sigma), name: model, on: target, in: catalog)
      : .named(
        model, for: .noiseReduction, on: FilterModel.isPath(model) ? nil : target, in: catalog)
  }
}
