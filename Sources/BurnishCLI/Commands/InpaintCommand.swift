import ArgumentParser
import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

struct InpaintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inpaint",
    abstract: "Fill in the missing pixels of an image.",
    usage: "burnish inpaint [<options>] <image> --mask <image> --output <file>",
    discussion: """
      Examples:
        burnish inpaint scratched.png --mask scratches.png -o whole.png
        burnish inpaint noisy.png --mask holes.png --sigma 10 -o whole.png
        burnish inpaint page.png --mask letters.png --iterations 60 -o clean.png

      \(HelpSection.more("inpaint", hidesOptions: true))
      """)

  @Argument(help: "Image: \(ImageFormat.readable).")
  var image: String

  @OptionGroup(title: HelpSection.input) var input: InputOptions

  @OptionGroup var options: RestorationOptions

  struct InputOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Gray image, white where pixels are missing.", valueName: "image"))
    var mask: String

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Noise level in 0...255. (default: 0)", valueName: "s"),
      transform: NoiseStrength.number(orNone: true))
    var sigma = 0.0
  }

  func run() throws {
    try options.restore(image, inputs: [input.mask]) { (samples, _) throws(Failure) in
      try .inpainting(
        samples,
        known: .missing(
          in: InputImage.readInRange(input.mask), subject: input.mask, for: samples.shape),
        sigma: Float(input.sigma))
    }
  }
}
