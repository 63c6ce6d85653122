import ArgumentParser
import Burnish
import BurnishData
import BurnishEvaluation

struct EvaluateDepthNoiseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "depth-noise",
    abstract: "Measure guided denoising of depth.",
    usage: "burnish evaluate depth-noise [<options>] --sigma <s> --model <name|path>",
    discussion: """
      Examples:
        burnish evaluate depth-noise --data DIR --set nyu --sigma 18.03 --model fdkn
        burnish evaluate depth-noise --data DIR --set lu --sigma 8.06 --model none
        burnish evaluate depth-noise --data DIR --sigma 25 --model dkn --limit 20

      \(HelpSection.more("evaluate"))
      """)

  @OptionGroup(title: HelpSection.input) var input: SetOptions

  @OptionGroup var noise: NoiseEvaluationOptions

  @OptionGroup var options: EvaluationOptions

  struct SetOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Data set.", valueName: "name"))
    var set = DepthSuite.Name.nyu
  }

  func run() throws {
    try options.report { dataDirectory, progress in
      let suite = try DepthSuite(input.set, dataDirectory: dataDirectory, limit: options.limit)
      return try DepthNoiseEvaluation(suite: suite, sigma: noise.sigma)
        .run(noise.load(for: .depth), progress: progress)
    }
  }
}
