import ArgumentParser
import Burnish
import BurnishImages

struct SmoothCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "smooth",
    abstract: "Remove texture, or the dots of print, and keep edges.",
    discussion: """
      Filters the picture repeatedly under its own guidance: in each round what the round before \
      left is both guide and target, one colour after the other. The models are those that take \
      noise off. The published results took 4 rounds for texture, and 2 to 3 for the dots of \
      print. Alpha, the bits of the samples and the colour profile stay.

      Example:
        burnish smooth mosaic.jpg --rounds 4 -o structure.png
      """)

  @Argument(help: "The picture: PNG, JPEG, TIFF, PPM, PGM or .npy.")
  var image: String

  @Option(help: "How often the picture is filtered, 1 to 100.")
  var rounds = 4

  @OptionGroup var noiseModel: NoiseModelOptions

  @OptionGroup var destination: OutputOptions

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if !(1...100).contains(rounds) {
      throw ValidationError("--rounds: \(rounds); expected 1 to 100")
    }
  }

  func run() throws {
    threads.apply()
    let picture = try Image.readGuide(image)
    try OutputFile.check(destination.output, for: picture, inputs: [image])
    var smoother = TextureSmoother(try noiseModel.load().filter)
    smoother.rounds = rounds
    let result = try ProgressLine.showing(destination.output) { progress in
      try smoother.smoothed(picture, progress: progress)
    }
    try result.write(to: destination.output)
  }
}
