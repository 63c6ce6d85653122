import ArgumentParser
import Burnish
import BurnishEvaluation

struct EvaluateDepthNoiseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "depth-noise",
    abstract: "Measure how well noise is taken off depth under guidance.",
    discussion: """
      Prints the error of every picture, in the set's unit and for depth scaled to 0...255, and the \
      means over the pictures. The model "none" leaves the noise as it is.

      Depth is scaled to 0...1 by each picture's least and greatest depth (nyu, rgbdd) or by 255 \
      (middlebury, lu), and gets Gaussian noise of the standard deviation sigma/255 from a fixed \
      seed. Nothing is rounded or clipped, and no border is left out. A variance of 0.005 is \
      --sigma 18.03, one of 0.001 is 8.06. The data folder is that of 'burnish evaluate depth'.

      Example:
        burnish evaluate depth-noise --data DIR --set nyu --sigma 18.03 --model fdkn
      """)

  @Option(help: "The data set.")
  var set = DepthSuite.Name.nyu

  @OptionGroup var noise: NoiseEvaluationOptions

  @OptionGroup var options: EvaluationOptions

  func run() throws {
    try options.report { dataDirectory, progress in
      let suite = try DepthSuite(set, dataDirectory: dataDirectory, limit: options.limit)
      return try DepthNoiseEvaluation(suite: suite, sigma: noise.sigma)
        .run(noise.load(for: .depth), progress: progress)
    }
  }
}
