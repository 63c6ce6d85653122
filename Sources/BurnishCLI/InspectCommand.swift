import ArgumentParser
import Burnish
import BurnishCore
import BurnishImages

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Look into what a model does.",
    discussion: """
      Example:
        burnish inspect kernel depth.png --guide photo.jpg --at 320,200 -o kernel.png
      """,
    subcommands: [InspectKernelCommand.self])
}

struct InspectKernelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel",
    abstract: "Show where a kernel network reads at a pixel, and with which weights.",
    discussion: """
      Draws the windows of the guide and of the target that the kernel may reach, with a red dot at \
      the pixel, and the weights as a map of colors: each is shared out among the four pixels \
      around the place that is read. Where weights sum to 0, green is 0, red positive and blue \
      negative; where they sum to 1, dark blue is 0.

      TARGET is read as 'upsample' reads depth. Where it has the guide's size, the model is one for \
      noise, or with --factor one for upsampling that takes TARGET for enlarged already.

      Example:
        burnish inspect kernel depth.png --guide photo.jpg --at 320,200 -o kernel.png
      """)

  @Argument(help: "The depth map or gray picture: PNG, TIFF, PGM, PFM or .npy.")
  var target: String

  @Option(help: "The picture to follow.")
  var guide: String

  @Option(help: ArgumentHelp("The pixel's column and row in the guide.", valueName: "x,y"))
  var at: PixelPosition

  @Option(
    help: ArgumentHelp("fdkn, or the path of weights of FDKN or DKN.", valueName: "name|path"))
  var model = "fdkn"

  @OptionGroup var factor: FactorOption

  @OptionGroup var holes: HoleOptions

  @OptionGroup var destination: OutputOptions

  @Option(
    help: ArgumentHelp("Write positions and weights to a JSON file as well.", valueName: "file"))
  var json: String?

  @OptionGroup var engine: EngineOptions

  func run() throws {
    try engine.start()
    let depth = try InputPicture.readDepth(target, nonFiniteIsInvalid: holes.nanHoles)
    let picture = try InputPicture.readLight(guide)
    guard at.x < picture.width, at.y < picture.height else {
      throw Failure(
        .usage, "--at \(at.x),\(at.y)",
        found: "a pixel outside of \(guide), which has \(picture.width)x\(picture.height) pixels",
        wanted: "0...\(picture.width - 1),0...\(picture.height - 1)")
    }
    try OutputFile.check(
      destination.output, for: picture.inRGB(), inputs: [target, guide],
      overwriting: destination.overwriting)
    if let json {
      try OutputFile.check(
        json, inputs: [target, guide], overwriting: destination.overwriting)
      try OutputFile.checkDiffers(json, from: destination.output)
    }
    let inspection = try inspect(depth, picture)
    try inspection.picture().write(to: destination.output)
    if let json { try AtomicFile.write([UInt8](inspection.json()), to: json) }
  }

  private func inspect(_ depth: DepthMap, _ picture: Image) throws -> KernelInspection {
    let (loaded, input): (FilterModel, FilterInput)
    let factor = try factor.resolved(
      width: depth.width, height: depth.height, target: target, guide: picture, guidePath: guide)
    if let factor {
      let upsampler = DepthUpsampler(try DepthModel.named(model, factor: factor))
      loaded = upsampler.model.base
      input = try upsampler.input(depth, guide: picture, subject: target)
    } else {
      loaded = try FilterModel.named(model, for: .noiseReduction, on: .depth)
      input = try GuidedDenoiser.input(depth, guide: picture, subject: target)
    }
    return try loaded.inspected(target: input.target, guide: input.guide, x: at.x, y: at.y)
  }
}

/// A column and a row as `--at` takes them.
struct PixelPosition: ExpressibleByArgument {
  let x, y: Int

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let x = parts[0], let y = parts[1], x >= 0, y >= 0 else { return nil }
    (self.x, self.y) = (x, y)
  }
}
