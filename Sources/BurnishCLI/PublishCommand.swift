import ArgumentParser
import Burnish
import BurnishEvaluation
import Foundation

struct PublishCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Measure trained weights and write them in half precision, figures in their card.",
    discussion: """
      The figures are measured with the rounded weights, by the protocol and the factor that they \
      were trained for: of weights for depth, enlarged or noisy, the error on each set; of weights \
      for noise under a guide PSNR and SSIM on nir as well; of weights for class scores the mean \
      intersection over union on nyu, simulated as 'evaluate segmentation' does by default: of the \
      scores as they are, enlarged bilinearly, and after the model; of weights for noise on pictures \
      alone PSNR and SSIM on bsd68 and set12, or in color on nir; of weights for relighting the \
      errors before and after on faces; of weights for colorization PSNR and saturation on set14 and \
      kodak24; of weights from pairs of pictures none, and no data are asked for. The card says of how \
      many pictures a figure is.

      Examples:
        burnish publish runs/fdkn-x8/best.safetensors --data DIR -o fdkn-x8.safetensors
        burnish publish runs/fdkn-scores8/best.safetensors --data DIR --limit 20 \
      -o fdkn-scores8.safetensors
      """)

  @Argument(help: ArgumentHelp("The weights that a training left.", valueName: "weights"))
  var weights: String

  @OptionGroup var data: DataOptions

  @Option(
    help: """
      Sets to measure on: middlebury, lu, nyu, rgbdd, nir, bsd68, set12, faces, set14, kodak24. \
      (default: all that apply)
      """)
  var set: [WeightPublication.SetName] = []

  @Option(
    parsing: .unconditional, help: "Measure on so many pictures of each set, the first ones.",
    transform: number(of: "--limit", in: 1...))
  var limit: Int?

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The .safetensors file to write.", valueName: "file"))
  var output: String

  @OptionGroup var overwriting: OverwriteOptions

  @OptionGroup var engine: EngineOptions

  func run() throws {
    try engine.start()
    try OutputFile.check(
      output, ending: ".safetensors", for: "a model", inputs: [weights], overwriting: overwriting)
    let publication = try WeightPublication(
      of: weights, on: set, dataDirectory: try data.directory(), limit: limit)
    let progress = ProgressLine()
    // So that what is written before it is measured does not stay behind.
    Interruption.watch()
    let card = try publication.publish(weights, to: output) {
      if Interruption.isRequested { throw Interruption.exitCode }
      progress.show($0)
    }
    progress.clear()
    for figure in card.figures {
      print(figure.words)
    }
  }
}

extension WeightPublication.SetName: ExpressibleByArgument {}
