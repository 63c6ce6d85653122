import ArgumentParser
import Burnish
import BurnishEvaluation

struct EvaluateSaliencyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "saliency",
    abstract: "Measure the guided upsampling of masks of what draws the eye.",
    discussion: """
      Prints the weighted F-measure (wfm; Margolin et al. 2014, 1 is perfect) and the error in \
      levels 0...255 of every picture, and the means over the pictures.

      Masks are made binary, reduced and enlarged by the protocol, go through a model that was \
      trained on depth, and are clipped. The data folder holds saliency/gt and saliency/img, whose \
      masks and photographs pair up in the order of their names.

      Example:
        burnish evaluate saliency --data DIR --factor 8 --model fdkn
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
