import ArgumentParser
import Burnish
import BurnishEvaluation
import BurnishFilters

struct EvaluateDenoiseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "denoise",
    abstract: "Measure denoising of gray images.",
    usage: "burnish evaluate denoise [<options>] --sigma <s> --model <name|path>",
    discussion: """
      Examples:
        burnish evaluate denoise --data DIR --set bsd68 --sigma 25 --model deepam
        burnish evaluate denoise --data DIR --set set12 --sigma 25 --model tv
        burnish evaluate denoise --data DIR --sigma 50 --model none --json none.json

      \(HelpSection.more("evaluate"))
      """)

  @OptionGroup(title: HelpSection.input) var input: InputOptions

  @OptionGroup(title: HelpSection.model) var modelOptions: ModelOptions

  @OptionGroup var options: EvaluationOptions

  struct InputOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Data set.", valueName: "name"))
    var set = ImageSuite.Name.bsd68

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Level of the added noise in 0...255.", valueName: "s"),
      transform: NoiseStrength.number())
    var sigma: Double

    @Option(
      name: .customLong("protocol"),
      help: ArgumentHelp("Exact noise, or clipped and rounded.", valueName: "name"))
    var noiseProtocol = DenoisingEvaluation.NoiseProtocol.awgnGray
  }

  struct ModelOptions: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "Shipped model, tv, hyper-laplacian, none, or .safetensors file.", valueName: "name|path"))
    var model: String
  }

  func run() throws {
    let (sigma, model) = (input.sigma, modelOptions.model)
    try options.report { dataDirectory, progress in
      let suite = try ImageSuite(input.set, dataDirectory: dataDirectory, limit: options.limit)
      let evaluation = DenoisingEvaluation(
        suite: suite, sigma: sigma, protocol: input.noiseProtocol)
      if let penalty = GradientPenalty(rawValue: model) {
        let method = AlternatingMinimization.denoising(penalty, sigma: Float(sigma), channels: 1)
        return try evaluation.run(
          model, denoise: { method.minimize($0).image }, progress: progress)
      }
      let loaded = try ModelCatalog().imageModel(model, sigma: Float(sigma))
      loaded.card?.announce(as: loaded.name)
      let denoiser = ImageDenoiser(measuring: loaded, sigma: Float(sigma))
      return try evaluation.run(
        loaded.name, denoise: { denoiser.denoised($0) { _ in } }, progress: progress)
    }
  }
}

extension ImageSuite.Name: ExpressibleByArgument {}
extension DenoisingEvaluation.NoiseProtocol: ExpressibleByArgument {}
