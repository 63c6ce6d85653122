import ArgumentParser
import Burnish
import BurnishEvaluation

struct EvaluateColorizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "colorize",
    abstract: "Measure how well pictures get their colors back.",
    discussion: """
      Prints for every picture in color, and as means over them, the PSNR in decibels of a and b of \
      L*a*b* together, their peak taken for 255, of what the model makes of the luma ("psnr ab") and \
      of the luma alone ("gray ab"); and how saturated the result is ("chroma") and the picture \
      itself ("truth"): the mean distance of a and b from gray. The protocol luma-to-ab rounds \
      nothing. The data folder holds natural/Set14 and natural/Kodak24.

      A PSNR says little about colors: many are right for most things, and the mean of them all, \
      which errs least, is dull. Look at the pictures, too.

      Example:
        burnish evaluate colorize --data DIR --set kodak24 --model runs/rbdn-colorize-lab/best.safetensors
      """)

  @Option(help: "The data set: set14 or kodak24.")
  var set = ColorSuite.Name.kodak24

  @Option(
    help: ArgumentHelp(
      "The name of shipped weights, or the path of a .safetensors file.", valueName: "name|path"))
  var model: String

  @OptionGroup var options: EvaluationOptions

  func run() throws {
    try options.report { dataDirectory, progress in
      let suite = try ColorSuite(set, dataDirectory: dataDirectory, limit: options.limit)
      return try ColorizationEvaluation(suite: suite).run(
        PictureColorizer.named(model), progress: progress)
    }
  }
}

extension ColorSuite.Name: ExpressibleByArgument {}
