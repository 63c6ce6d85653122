import ArgumentParser
import Burnish
import BurnishData
import BurnishEvaluation

struct EvaluateSaliencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "saliency",
    abstract: "Measure guided upsampling of saliency masks.",
    usage: "burnish evaluate saliency [<options>] --factor <n> --model <name|path>",
    discussion: """
      Examples:
        burnish evaluate saliency --data DIR --factor 8 --model fdkn
        burnish evaluate saliency --data DIR --factor 4 --model djfr --json djfr.json
        burnish evaluate saliency --data DIR --factor 8 --model bicubic --limit 20

      \(HelpSection.more("evaluate"))
      """)

  @OptionGroup var upsampling: UpsamplingEvaluationOptions

  @OptionGroup var options: EvaluationOptions

  func run() throws {
    try options.report { dataDirectory, progress in
      let suite = try SaliencySuite(dataDirectory: dataDirectory, limit: options.limit)
      let model = try upsampling.load()
      return try SaliencyEvaluation(
        suite: suite, protocol: upsampling.depthProtocol ?? model.protocol,
        factor: upsampling.factor
      ).run(model, progress: progress)
    }
  }
}
