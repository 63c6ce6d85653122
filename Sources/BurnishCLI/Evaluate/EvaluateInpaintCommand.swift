import ArgumentParser
import BurnishEvaluation

struct EvaluateInpaintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inpaint",
    abstract: "Measure how well missing pixels are filled in.",
    discussion: """
      Prints PSNR in decibels of holes filled smoothly and of the result, and the seconds for every \
      picture, and their means, under the protocol missing-pixels: each pixel is lost, in all three \
      colors, with the probability --missing, by a fixed seed. The data folder holds natural/Set5 \
      and natural/Set14.

      Example:
        burnish evaluate inpaint --data DIR --set set14 --missing 0.7
      """)

  @Option(
    help: "The data set: set5 or set14. (default: set14)",
    transform: { try RestorationSuite.Name($0, among: [.set5, .set14]) })
  var set = RestorationSuite.Name.set14

  @Option(
    parsing: .unconditional, help: "The share of the pixels that are missing. (default: 0.7)",
    transform: number(of: "--missing", "a number above 0 and below 1") { $0 > 0 && $0 < 1 })
  var missing = 0.7

  @OptionGroup var options: RestorationEvaluationOptions

  func run() throws { try options.report(set, .inpainting(missing: missing)) }
}
