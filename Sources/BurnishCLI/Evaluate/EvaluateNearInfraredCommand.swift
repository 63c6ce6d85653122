import ArgumentParser
import Burnish
import BurnishEvaluation
import BurnishFilters

struct EvaluateNearInfraredCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nir",
    abstract: "Measure how well noise is taken off photographs under near-infrared guidance.",
    discussion: """
      Prints PSNR in decibels and SSIM of every picture and the means over the pictures. The model \
      "none" leaves the noise as it is.

      Every color gets Gaussian noise from a fixed seed, neither clipped nor rounded; \
      they are filtered under the near-infrared picture as a mean and two differences. The result is \
      clipped to 0...255. The \
      data folder holds nir/country with pairs *_rgb.jpg and *_nir.jpg; the last 12 are measured.

      With --unguided the near-infrared pictures are not looked at: what a guide is worth shows \
      beside a model for noise on pictures alone.

      Examples:
        burnish evaluate nir --data DIR --sigma 25 --model fdkn
        burnish evaluate nir --data DIR --sigma 25 --model deepam --unguided
      """)

  @OptionGroup var noise: NoiseEvaluationOptions

  @Flag(help: "Take a model for noise on pictures alone.")
  var unguided = false

  @OptionGroup var options: EvaluationOptions

  func run() throws {
    try options.report { dataDirectory, progress in
      let suite = try NearInfraredSuite(dataDirectory: dataDirectory, limit: options.limit)
      let evaluation = NearInfraredEvaluation(suite: suite, sigma: noise.sigma)
      guard unguided else {
        return try evaluation.run(noise.load(for: .picture), progress: progress)
      }
      if let penalty = GradientPenalty(rawValue: noise.model) {
        let method = AlternatingMinimization.denoising(
          penalty, sigma: Float(noise.sigma), channels: 3)
        return try evaluation.runUnguided(
          noise.model, denoise: { method.minimize($0).image }, progress: progress)
      }
      return try evaluation.runUnguided(
        .named(noise.model, sigma: Float(noise.sigma), channels: 3), progress: progress)
    }
  }
}
