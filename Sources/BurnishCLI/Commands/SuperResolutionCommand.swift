import ArgumentParser
import Burnish
import BurnishImages

struct SuperResolutionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "superres",
    abstract: "Enlarge an image by undoing its reduction.",
    usage: "burnish superres [<options>] <image> --factor <n> --output <file>",
    discussion: """
      Examples:
        burnish superres small.png --factor 3 -o large.png
        burnish superres small.png --factor 2.5 --sigma 3 -o large.png
        burnish superres thumbnail.png --factor 4 --dialect pillow -o large.png

      \(HelpSection.more("superres", hidesOptions: true))
      """)

  @Argument(help: "Small \(ImageFormat.readable).")
  var image: String

  @OptionGroup(title: HelpSection.input) var input: InputOptions

  @OptionGroup var options: RestorationOptions

  struct InputOptions: ParsableArguments {
    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Factor of each side, 1 to 16, whole or not.", valueName: "n"),
      transform: number(of: "--factor", in: 1...16))
    var factor: Double

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp(
        "Noise level in 0...255, 0, or auto. (default: 0)", valueName: "s|auto"),
      transform: NoiseStrength.argument(orNone: true))
    var sigma = NoiseStrength.known(0)

    @Option(help: ArgumentHelp("How the image was reduced.", valueName: "kernel"))
    var resampling = ResamplingKernel.bicubic

    @Option(help: ArgumentHelp("By which library.", valueName: "library"))
    var dialect = ResamplingDialect.matlab
  }

  func validate() throws {
    if let fault = input.dialect.fault(factor: input.factor, kernel: input.resampling) {
      throw ValidationError("--dialect \(input.dialect.rawValue): \(fault)")
    }
  }

  func run() throws {
    try options.restore(image, inputs: []) { (samples, _) throws(Failure) in
      try .composed(
        samples,
        of: [
          .reduction(factor: input.factor, kernel: input.resampling, dialect: input.dialect)
        ], sigma: try input.sigma.printedSigma(of: samples, path: image), subject: image)
    }
  }
}

extension ResamplingKernel: ExpressibleByArgument {}
extension ResamplingDialect: ExpressibleByArgument {}
