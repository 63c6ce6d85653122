import ArgumentParser
import Burnish
import BurnishEvaluation

struct EvaluateSegmentationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segmentation",
    abstract: "Measure guided upsampling of class scores.",
    usage: "burnish evaluate segmentation [<options>] --model <name|path>",
    discussion: """
      Examples:
        burnish evaluate segmentation --data DIR --model fdkn
        burnish evaluate segmentation --data DIR --model guided --factor 16
        burnish evaluate segmentation --data DIR --model fdkn --noise 5 --limit 20

      \(HelpSection.more("evaluate"))
      """)

  @OptionGroup(title: HelpSection.input) var simulation: SimulationOptions

  @OptionGroup(title: HelpSection.model) var modelOptions: ModelOptions

  @OptionGroup var options: EvaluationOptions

  /// How the scores are simulated.
  struct SimulationOptions: ParsableArguments {
    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Reduction of the scores. (default: of the file, or 8)", valueName: "n"),
      transform: BurnishCLI.number(of: "--factor", in: 1...))
    var factor: Int?

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Score of a class before noise. (default: 10)", valueName: "c"),
      transform: Self.number(of: "--contrast"))
    var contrast: Float = 10

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Deviation of the noise of scores. (default: 3)", valueName: "s"),
      transform: Self.number(of: "--noise"))
    var noise: Float = 3

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Seed of the noise. (default: 0)", valueName: "n"),
      transform: BurnishCLI.number(of: "--seed", in: 0...))
    var seed: UInt64 = 0

    private static func number(of option: String) -> @Sendable (String) throws -> Float {
      BurnishCLI.number(of: option, "a number in 0...1000000") { $0 >= 0 && $0 <= 1e6 }
    }
  }

  struct ModelOptions: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "Shipped model (fdkn), guided, or .safetensors file.", valueName: "name|path"))
    var model: String
  }

  func run() throws {
    let model = modelOptions.model
    try options.report { dataDirectory, progress in
      let suite = try SegmentationSuite(dataDirectory: dataDirectory, limit: options.limit)
      let catalog = ModelCatalog()
      var factor = simulation.factor ?? 8
      if simulation.factor == nil, ModelCatalog.isPath(model),
        case .classScores(let own) = try catalog.file(model).card.degradation
      {
        factor = own
      }
      let loaded = try catalog.jointModel(model, for: .classScores(factor: factor))
      return try SegmentationEvaluation(
        suite: suite,
        simulation: ClassScoreSimulation(
          factor: factor, contrast: simulation.contrast, noise: simulation.noise),
        seed: simulation.seed
      ).run(loaded, progress: progress)
    }
  }
}
