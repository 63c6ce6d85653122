import ArgumentParser
import Burnish
import BurnishImages
import BurnishTensors

struct ColorizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "colorize",
    abstract: "Colour a gray photograph by scribbles.",
    discussion: """
      Colours spread from the scribbles to neighbours of similar luma; the luma of PHOTO and its \
      alpha stay. The scribbles are a picture of PHOTO's size, of one of two forms: PHOTO itself \
      with strokes drawn on it, which are found where its colours differ from PHOTO's (save it as \
      PNG: JPEG changes colours everywhere), or strokes on a transparent layer. A stroke in gray \
      keeps what is under it gray; on a layer any gray does, on the photograph one that differs \
      from what is there.

      With --at 1/N the colours spread at an Nth of the size, which is faster, and are brought \
      back by a joint filter under PHOTO's guidance.

      Examples:
        burnish colorize photo.png --scribbles strokes.png -o colours.png
        burnish colorize photo.png --scribbles strokes.png --at 1/4 -o colours.png
      """)

  @Argument(help: "The photograph: PNG, JPEG, TIFF, PPM, PGM or .npy; of colours only the luma.")
  var photo: String

  @Option(help: ArgumentHelp("The picture with the strokes.", valueName: "image"))
  var scribbles: String

  @Option(
    help: ArgumentHelp(
      "The size at which colours spread: 1 for all of it, or 1/2 to 1/64.", valueName: "1/n"))
  var at = Share(divisor: 1)

  @OptionGroup var modelOptions: UpsamplingModelOptions

  @OptionGroup var destination: OutputOptions

  @OptionGroup var threads: ThreadOptions

  /// One over a whole number.
  struct Share: ExpressibleByArgument {
    let divisor: Int

    init(divisor: Int) { self.divisor = divisor }

    init?(argument: String) {
      let text = argument.hasPrefix("1/") ? String(argument.dropFirst(2)) : argument
      guard let divisor = Int(text), (1...64).contains(divisor),
        divisor == 1 || argument.hasPrefix("1/")
      else { return nil }
      self.divisor = divisor
    }

    var defaultValueDescription: String { divisor == 1 ? "1" : "1/\(divisor)" }
  }

  func validate() throws {
    if at.divisor == 1, modelOptions.isGiven {
      throw ValidationError(
        "--model: brings colours back that spread at a lower size; expected --at 1/N")
    }
  }

  func run() throws {
    threads.apply()
    let picture = try Image.readInRange(photo)
    let strokes = try Image.read(scribbles)
    try OutputFile.check(destination.output, for: picture, inputs: [photo, scribbles])
    let colorizer = ScribbleColorizer(
      reduction: at.divisor == 1
        ? nil
        : .init(factor: at.divisor, model: try modelOptions.load(factor: at.divisor)))
    let result = try ProgressLine.showing(destination.output) { progress in
      try colorizer.colorized(
        picture, scribbles: strokes, subject: scribbles, progress: progress)
    }
    try result.image.write(to: destination.output)
    let spreading = result.spreading
    print(
      "colours spread over \(result.width)x\(result.height) pixels in \(spreading.iterations) "
        + "iterations, relative residual \(Float(spreading.relativeResidual))"
        + (spreading.termination == .converged ? "" : ", not converged"))
  }
}
