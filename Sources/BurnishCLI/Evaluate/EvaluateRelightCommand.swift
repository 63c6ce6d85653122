import ArgumentParser
import Burnish
import BurnishEvaluation

struct EvaluateRelightCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relight",
    abstract: "Measure relighting of faces.",
    usage: "burnish evaluate relight [<options>] --model <name|path>",
    discussion: """
      Examples:
        burnish evaluate relight --data DIR --model rbdn
        burnish evaluate relight --data DIR --model best.safetensors
        burnish evaluate relight --data DIR --model best.safetensors --limit 2

      \(HelpSection.more("evaluate"))
      """)

  @OptionGroup(title: HelpSection.model) var weights: WeightsOptions

  @OptionGroup var options: EvaluationOptions

  func run() throws {
    try options.report { dataDirectory, progress in
      let evaluation = try RelightingEvaluation(
        dataDirectory: dataDirectory, limit: options.limit)
      return try evaluation.run(ModelCatalog().relighter(weights.model), progress: progress)
    }
  }
}
