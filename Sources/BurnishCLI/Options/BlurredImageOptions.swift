import ArgumentParser
import Burnish

/// Facts about a blurred image other than its kernel.
struct BlurredImageOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Noise level in 0...255, 0, or auto. (default: auto)", valueName: "s|auto"),
    transform: NoiseStrength.argument(orNone: true))
  var sigma = NoiseStrength.estimated

  @Option(help: ArgumentHelp("What lay beyond the borders.", valueName: "border"))
  var boundary = Blur.Border.valid
}

extension Blur.Border: ExpressibleByArgument {}
