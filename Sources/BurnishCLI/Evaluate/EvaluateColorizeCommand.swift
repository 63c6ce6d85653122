import ArgumentParser
import Burnish
import BurnishEvaluation

struct EvaluateColorizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "colorize",
    abstract: "Measure colorization.",
    usage: "burnish evaluate colorize [<options>] --model <name|path>",
    discussion: """
      Examples:
        burnish evaluate colorize --data DIR --set kodak24 --model rbdn-lab
        burnish evaluate colorize --data DIR --set set14 --model rbdn-ycbcr
        burnish evaluate colorize --data DIR --model best.safetensors --limit 5

      \(HelpSection.more("evaluate"))
      """)

  @OptionGroup(title: HelpSection.input) var input: InputOptions

  @OptionGroup(title: HelpSection.model) var weights: WeightsOptions

  @OptionGroup var options: EvaluationOptions

  struct InputOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Data set.", valueName: "name"))
    var set = ColorSuite.Name.kodak24
  }

  func run() throws {
    try options.report { dataDirectory, progress in
      let suite = try ColorSuite(input.set, dataDirectory: dataDirectory, limit: options.limit)
      return try ColorizationEvaluation(suite: suite).run(
        ModelCatalog().colorizer(weights.model), progress: progress)
    }
  }
}

extension ColorSuite.Name: ExpressibleByArgument {}
