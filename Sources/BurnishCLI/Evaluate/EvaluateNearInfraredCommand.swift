import ArgumentParser
import Burnish
import BurnishEvaluation
import BurnishFilters

struct EvaluateNearInfraredCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nir",
    abstract: "Measure denoising under near-infrared guidance.",
    usage: "burnish evaluate nir [<options>] --sigma <s> --model <name|path>",
    discussion: """
      Examples:
        burnish evaluate nir --data DIR --sigma 25 --model fdkn
        burnish evaluate nir --data DIR --sigma 25 --model deepam --unguided
        burnish evaluate nir --data DIR --sigma 25 --model none --json none.json

      \(HelpSection.more("evaluate"))
      """)

  @OptionGroup var noise: NoiseEvaluationOptions

  @OptionGroup(title: HelpSection.model) var guidance: GuidanceOptions

  @OptionGroup var options: EvaluationOptions

  struct GuidanceOptions: ParsableArguments {
    @Flag(help: "Use a model for images alone.")
    var unguided = false
  }

  func run() throws {
    try options.report { dataDirectory, progress in
      let suite = try NearInfraredSuite(dataDirectory: dataDirectory, limit: options.limit)
      let evaluation = NearInfraredEvaluation(suite: suite, sigma: noise.sigma)
      guard guidance.unguided else {
        return try evaluation.run(noise.load(for: .image), progress: progress)
      }
      if let penalty = GradientPenalty(rawValue: noise.model) {
        let method = AlternatingMinimization.denoising(
          penalty, sigma: Float(noise.sigma), channels: 3)
        return try evaluation.runUnguided(
          noise.model, denoise: { method.minimize($0).image }, progress: progress)
      }
      return try evaluation.runUnguided(
        ModelCatalog().imageModel(noise.model, sigma: Float(noise.sigma), channels: 3),
        progress: progress)
    }
  }
}
