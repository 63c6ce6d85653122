import ArgumentParser
import Burnish
import BurnishEvaluation

struct EvaluateNearInfraredCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nir",
    abstract: "Measure how well noise is taken off photographs under near-infrared guidance.",
    discussion: """
      Prints PSNR in decibels and SSIM of every picture and the means over the pictures. The model \
      "none" leaves the noise as it is.

      Every colour gets Gaussian noise from a fixed seed, neither clipped nor rounded, and is \
      filtered by itself under the near-infrared picture. The result is clipped to 0...255. The \
      data folder holds nir/country with pairs *_rgb.jpg and *_nir.jpg; the last 12 are measured.

      Example:
        burnish evaluate nir --data DIR --sigma 25 --model fdkn
      """)

  @OptionGroup var noise: NoiseEvaluationOptions

  @OptionGroup var options: EvaluationOptions

  func run() throws {
    try options.report { dataDirectory, progress in
      let suite = try NearInfraredSuite(dataDirectory: dataDirectory, limit: options.limit)
      return try NearInfraredEvaluation(suite: suite, sigma: noise.sigma)
        .run(noise.load(for: .picture), progress: progress)
    }
  }
}
