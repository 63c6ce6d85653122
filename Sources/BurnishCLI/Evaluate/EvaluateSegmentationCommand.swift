import ArgumentParser
import Burnish
import BurnishEvaluation

struct EvaluateSegmentationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segmentation",
    abstract: "Measure the guided upsampling of class scores.",
    discussion: """
      Prints the mean intersection over union in percent of every picture, and of all pictures \
      together: of the classes that win by low-resolution scores as they are, enlarged bilinearly, \
      and after the model.

      The scores are simulated: each class's mask is blurred by a triangle, sampled in every block \
      of pixels, multiplied by --contrast, and given normal noise. The data folder holds \
      rgbd/NYU-test/label40 and rgbd/NYU-test/rgb, which pair up in the order of their names; the \
      label 0 does not count.

      Example:
        burnish evaluate segmentation --data DIR --model fdkn
      """)

  @Option(
    help: ArgumentHelp(
      "A shipped model for class scores (fdkn), guided, or the path of a .safetensors file.",
      valueName: "name|path"))
  var model: String

  @Option(
    parsing: .unconditional,
    help:
      "How many times lower the resolution of the scores is. (default: of a file its own, else 8)",
    transform: BurnishCLI.number(of: "--factor", in: 1...))
  var factor: Int?

  @Option(
    parsing: .unconditional,
    help: "The score of a class that fills its surroundings, before noise. (default: 10)",
    transform: Self.number(of: "--contrast"))
  var contrast: Float = 10

  @Option(
    parsing: .unconditional,
    help: "The standard deviation of the noise of scores. (default: 3)",
    transform: Self.number(of: "--noise"))
  var noise: Float = 3

  @Option(
    parsing: .unconditional, help: "The seed of the noise. (default: 0)",
    transform: BurnishCLI.number(of: "--seed", in: 0...))
  var seed: UInt64 = 0

  @OptionGroup var options: EvaluationOptions

  private static func number(of option: String) -> @Sendable (String) throws -> Float {
    BurnishCLI.number(of: option, "a number in 0...1000000") { $0 >= 0 && $0 <= 1e6 }
  }

  func run() throws {
    try options.report { dataDirectory, progress in
      let suite = try SegmentationSuite(dataDirectory: dataDirectory, limit: options.limit)
      let catalog = ModelCatalog()
      var factor = factor ?? 8
      if self.factor == nil, FilterModel.isPath(model),
        case .classScores(let own) = try catalog.file(model).card.degradation
      {
        factor = own
      }
      let loaded = try FilterModel.named(model, for: .classScores(factor: factor), in: catalog)
      return try SegmentationEvaluation(
        suite: suite,
        simulation: ClassScoreSimulation(factor: factor, contrast: contrast, noise: noise),
        seed: seed
      ).run(loaded, progress: progress)
    }
  }
}
