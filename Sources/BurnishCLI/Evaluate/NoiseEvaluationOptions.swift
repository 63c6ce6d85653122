import ArgumentParser
import Burnish

/// How much noise is added, and which filter takes it off again.
struct NoiseEvaluationOptions: ParsableArguments {
  @OptionGroup(title: HelpSection.input) private var noise: SigmaOptions

  @OptionGroup(title: HelpSection.model) private var modelOptions: ModelOptions

  /// How much noise is added.
  struct SigmaOptions: ParsableArguments {
    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Level of the added noise in 0...255.", valueName: "s"),
      transform: NoiseStrength.number())
    var sigma: Double
  }

  struct ModelOptions: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "Shipped model (fdkn, dkn, deepam), guided, none, or .safetensors file.",
        valueName: "name|path"))
    var model: String
  }

  var sigma: Double { noise.sigma }

  var model: String { modelOptions.model }

  /// The filter; of shipped weights for noise of several strengths those for the nearest. A file's are
  /// measured whatever they were trained on.
  func load(for target: ModelCard.Target) throws -> JointModel {
    let catalog = ModelCatalog()
    return try catalog.isChosenByNoise(model, on: target)
      ? catalog.jointModel(forNoise: Float(sigma), named: model, on: target)
      : catalog.jointModel(
        model, for: .noiseReduction, on: ModelCatalog.isPath(model) ? nil : target)
  }
}
