import ArgumentParser
import BurnishEvaluation

struct EvaluateRestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Measure how well pictures are restored to which several things happened.",
    discussion: """
      Pictures are blurred by a Gaussian with replicated borders, reduced as MATLAB's imresize does \
      (bicubic), and get noise of a fixed seed, neither clipped nor rounded; each of these can be left \
      out. Prints PSNR in decibels of what the restoration starts from and of the result, and the \
      seconds for every picture, and their means, under the protocol composed. The data folder holds \
      natural/Set5 and natural/Set14.

      Examples:
        burnish evaluate restore --data DIR --set set5 --blur 1 --factor 2 --sigma 5
        burnish evaluate restore --data DIR --set set5 --sigma 25
      """)

  @Option(
    help: "The data set: set5 or set14. (default: set5)",
    transform: { try RestorationSuite.Name($0, among: [.set5, .set14]) })
  var set = RestorationSuite.Name.set5

  @Option(
    parsing: .unconditional,
    help: "The standard deviation of the Gaussian that blurs, in pixels; 0 for none. (default: 0)",
    transform: number(of: "--blur", in: 0.1...20, orNone: true))
  var blur = 0.0

  @Option(
    parsing: .unconditional,
    help: "How many times as small each side becomes; 1 for not at all. (default: 1)",
    transform: number(of: "--factor", in: 1...16))
  var factor = 1

  @Option(
    parsing: .unconditional,
    help: "The standard deviation of the noise, in units of 0...255; 0 for none. (default: 0)",
    transform: NoiseStrength.number(orNone: true))
  var sigma = 0.0

  @OptionGroup var options: RestorationEvaluationOptions

  func validate() throws {
    if blur == 0 && factor == 1 && sigma == 0 {
      throw ValidationError(
        "nothing happens to the pictures; expected --blur, --factor or --sigma")
    }
  }

  func run() throws {
    try options.report(set, .composition(blur: blur, factor: factor, sigma: sigma))
  }
}
