import ArgumentParser
import Burnish
import BurnishEvaluation

struct EvaluateDeblurCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deblur",
    abstract: "Measure how well pictures are sharpened whose blur is known.",
    discussion: """
      Prints PSNR in decibels of the blurred picture and of the result, and the seconds for every \
      picture, and their means. The blur sees no borders, noise of a fixed seed is added, neither \
      clipped nor rounded, and measured is the area that the blurred picture covers.

      levin (protocol levin-deblur) are 4 gray pictures with 8 kernels each, kodak (kodak-deblur) the middle \
      256x256 pixels of 24 color pictures with the first of these kernels. The data folder holds deblur/levin/gt and \
      natural/Kodak24.

      Beside autoencoders --model takes richardson-lucy and hyper-laplacian (Krishnan and Fergus \
      2009), classical methods to compare with.

      Examples:
        burnish evaluate deblur --data DIR --set levin --sigma 2.55 --json levin.json --resume
        burnish evaluate deblur --data DIR --set kodak --sigma 2.55 --model hyper-laplacian
      """)

  @Option(
    help: "The data set: levin or kodak. (default: levin)",
    transform: { try RestorationSuite.Name($0, among: [.levin, .kodak]) })
  var set = RestorationSuite.Name.levin

  @Option(
    parsing: .unconditional,
    help: "The standard deviation of the noise, in units of 0...255; 0 for none.",
    transform: NoiseStrength.number(orNone: true))
  var sigma: Double

  @OptionGroup var options: RestorationEvaluationOptions

  func validate() throws {
    if let method = ClassicalMethod(rawValue: options.model) {
      try options.way.checkUnused(by: method)
    }
  }

  func run() throws {
    try options.report(set, .deblurring(sigma: sigma), besides: ClassicalMethod.allCases)
  }
}
