import ArgumentParser
import Burnish
import BurnishEvaluation

struct EvaluateDepthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "depth",
    abstract: "Measure guided depth upsampling.",
    discussion: """
      Prints the error of every picture and the mean over the pictures.

      Protocols: dkn-bicubic reduces and enlarges as Pillow does (bicubic, antialiased) and \
      leaves a border of 6 pixels out; djf-nearest keeps the last of each block of pixels, \
      enlarges as MATLAB does (bicubic) and leaves nothing out; bmp-3 keeps the same pixels, \
      enlarges bilinearly, and adds bmp3, the percentage of pixels that are off by more than 3 where \
      depth spans 0...255 (255 levels, or in nyu and rgbdd the range of each depth map). Learned \
      models see low resolution enlarged as in their training, whatever the protocol.

      The data folder holds rgbd/Middlebury/Depth, rgbd/Middlebury/RGB, rgbd/Lu/Depth, rgbd/Lu/RGB, \
      rgbd/NYU-test/depth, rgbd/NYU-test/rgb, rgbd/RGB-D-D/Depth and rgbd/RGB-D-D/RGB, as far as \
      they are used; depth maps and pictures pair up in the order of their names.

      Example:
        burnish evaluate depth --data DIR --set lu --factor 8 --model fdkn
      """)

  @Option(help: "The data set.")
  var set: DepthSuite.Name

  @OptionGroup var upsampling: UpsamplingEvaluationOptions

  @OptionGroup var options: EvaluationOptions

  func run() throws {
    try options.report { dataDirectory, progress in
      let suite = try DepthSuite(set, dataDirectory: dataDirectory, limit: options.limit)
      let model = try upsampling.load()
      return try DepthEvaluation(
        suite: suite, protocol: upsampling.depthProtocol ?? model.protocol,
        factor: upsampling.factor
      ).run(model, progress: progress)
    }
  }
}
