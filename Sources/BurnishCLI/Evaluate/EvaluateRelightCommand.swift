import ArgumentParser
import Burnish
import BurnishEvaluation

struct EvaluateRelightCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relight",
    abstract: "Measure how well faces are brought under light from the front.",
    discussion: """
      Prints, for every subject that is for tests and the means over them, how far its pictures under \
      other lights are from that under light from the front, before and after: the mean absolute \
      error and the root mean square in levels 0...255, each the mean over the lights. The results \
      are clipped to 0...255. The data folder holds faces/yaleB; the last 8 subjects are measured.

      Example:
        burnish evaluate relight --data DIR --model runs/rbdn-relight/best.safetensors
      """)

  @Option(
    help: ArgumentHelp(
      "The name of shipped weights, or the path of a .safetensors file.", valueName: "name|path"))
  var model: String

  @OptionGroup var options: EvaluationOptions

  func run() throws {
    try options.report { dataDirectory, progress in
      let evaluation = try RelightingEvaluation(
        dataDirectory: dataDirectory, limit: options.limit)
      return try evaluation.run(PictureMapper.relighting(model), progress: progress)
    }
  }
}
