import ArgumentParser
import Burnish
import BurnishEvaluation
import BurnishFilters

struct EvaluateDenoiseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "denoise",
    abstract: "Measure how well noise is taken off gray pictures.",
    discussion: """
      Prints PSNR in decibels and SSIM of every picture and the means over the pictures. The model \
      "none" leaves the noise as it is.

      The pictures get Gaussian noise of the standard deviation --sigma from a fixed seed: under \
      awgn-gray neither clipped nor rounded, under awgn-gray-8bit both. The result is clipped to \
      0...255. The data folder holds natural/BSD68 and natural/Set12.

      Example:
        burnish evaluate denoise --data DIR --set bsd68 --sigma 25 --model deepam
      """)

  @Option(help: "The data set: bsd68 or set12.")
  var set = PictureSuite.Name.bsd68

  @Option(
    parsing: .unconditional,
    help: "The standard deviation of the noise, in units of 0...255.",
    transform: NoiseStrength.number())
  var sigma: Double

  @Option(
    help: ArgumentHelp(
      """
      A shipped model of noise on pictures, tv, hyper-laplacian, none, or the path of a .safetensors \
      file.
      """,
      valueName: "name|path"))
  var model: String

  @Option(name: .customLong("protocol"), help: "awgn-gray or awgn-gray-8bit.")
  var noiseProtocol = DenoisingEvaluation.NoiseProtocol.awgnGray

  @OptionGroup var options: EvaluationOptions

  func run() throws {
    try options.report { dataDirectory, progress in
      let suite = try PictureSuite(set, dataDirectory: dataDirectory, limit: options.limit)
      let evaluation = DenoisingEvaluation(suite: suite, sigma: sigma, protocol: noiseProtocol)
      if let penalty = GradientPenalty(rawValue: model) {
        let method = AlternatingMinimization.denoising(penalty, sigma: Float(sigma), channels: 1)
        return try evaluation.run(
          model, denoise: { method.minimize($0).image }, progress: progress)
      }
      let loaded = try PictureModel.named(model, sigma: Float(sigma))
      loaded.card?.announce(as: loaded.name)
      let denoiser = PictureDenoiser(measuring: loaded, sigma: Float(sigma))
      return try evaluation.run(
        loaded.name, denoise: { denoiser.denoised($0) { _ in } }, progress: progress)
    }
  }
}

extension PictureSuite.Name: ExpressibleByArgument {}
extension DenoisingEvaluation.NoiseProtocol: ExpressibleByArgument {}
