import ArgumentParser
import Burnish
import BurnishData
import BurnishEvaluation

struct EvaluateDepthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "depth",
    abstract: "Measure guided depth upsampling.",
    usage: """
      burnish evaluate depth [<options>] --set <name> --factor <n>
      --model <name|path>
      """,
    discussion: """
      Examples:
        burnish evaluate depth --data DIR --set lu --factor 8 --model fdkn
        burnish evaluate depth --data DIR --set nyu --factor 4 --model bicubic
        burnish evaluate depth --data DIR --set lu --factor 8 --model djfr --limit 3

      \(HelpSection.more("evaluate"))
      """)

  @OptionGroup(title: HelpSection.input) var input: SetOptions

  @OptionGroup var upsampling: UpsamplingEvaluationOptions

  @OptionGroup var options: EvaluationOptions

  struct SetOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Data set.", valueName: "name"))
    var set: DepthSuite.Name
  }

  func run() throws {
    try options.report { dataDirectory, progress in
      let suite = try DepthSuite(input.set, dataDirectory: dataDirectory, limit: options.limit)
      let model = try upsampling.load()
      return try DepthEvaluation(
        suite: suite, protocol: upsampling.depthProtocol ?? model.protocol,
        factor: upsampling.factor
      ).run(model, progress: progress)
    }
  }
}
