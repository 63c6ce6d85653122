import ArgumentParser
import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what a model does at a pixel.",
    discussion: """
      \(InspectCommand.examples)
      """,
    subcommands: [InspectKernelCommand.self])

  fileprivate static let examples = """
    Examples:
      burnish inspect kernel depth.png --guide photo.jpg --at 320,200 -o kernel.png
      burnish inspect kernel d.png --guide p.jpg --at 9,9 --json k.json -o k.png
      burnish inspect kernel noisy.png --guide p.jpg --at 9,9 -o kernel.png

    \(HelpSection.more("inspect"))
    """
}

struct InspectKernelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel",
    abstract: "Show where a kernel network reads, and its weights.",
    usage: """
      burnish inspect kernel [<options>] <target> --guide <guide> --at <x,y>
      --output <file>
      """,
    discussion: """
      \(InspectCommand.examples)
      """)

  @Argument(help: "Depth map or gray image: PNG, TIFF, PGM, PFM, or .npy.")
  var target: String

  @OptionGroup(title: HelpSection.input) var source: SourceOptions

  @OptionGroup(title: HelpSection.output) var destination: OutputOptions

  @OptionGroup(title: HelpSection.output) var report: ReportOptions

  @OptionGroup(title: HelpSection.model) var modelOptions: ModelOptions

  @OptionGroup(title: HelpSection.advanced) var engine: EngineOptions

  struct SourceOptions: ParsableArguments {
    @Option(help: "Image to follow.")
    var guide: String

    @Option(help: ArgumentHelp("Column and row of the pixel in the guide.", valueName: "x,y"))
    var at: PixelPosition

    @OptionGroup var factor: FactorOption

    @OptionGroup var holes: HoleOptions
  }

  struct ReportOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Positions and weights as JSON.", valueName: "file"))
    var json: String?
  }

  struct ModelOptions: ParsableArguments {
    @Option(help: ArgumentHelp("fdkn, or a file of FDKN or DKN.", valueName: "name|path"))
    var model = ModelCatalog.Standard.guidedDenoising
  }

  func run() throws {
    let (guide, at, json) = (source.guide, source.at, report.json)
    try engine.start()
    let depth = try InputImage.readDepth(target, nonFiniteIsInvalid: source.holes.nanHoles)
    let image = try InputImage.readLight(guide)
    guard at.x < image.width, at.y < image.height else {
      throw Failure(
        .usage, "--at \(at.x),\(at.y)",
        found: "a pixel outside of \(guide), which has \(image.width)x\(image.height) pixels",
        wanted: "0...\(image.width - 1),0...\(image.height - 1)")
    }
    try OutputFile.check(
      destination.output, for: Image(samples: Tensor(zeros: [1, 3, 1, 1])),
      inputs: [target, guide], overwriting: destination.overwriting)
    if let json {
      try OutputFile.check(
        json, inputs: [target, guide], overwriting: destination.overwriting)
      try OutputFile.checkDiffers(json, from: destination.output)
    }
    let inspection = try inspect(depth, image)
    try inspection.image().write(to: destination.output)
    if let json { try AtomicFile.write([UInt8](inspection.json()), to: json) }
  }

  private func inspect(_ depth: DepthMap, _ image: Image) throws -> KernelInspection {
    let (loaded, input): (JointModel, FilterInput)
    let catalog = ModelCatalog()
    let factor = try source.factor.resolved(
      width: depth.width, height: depth.height, target: target, guide: image,
      guidePath: source.guide)
    if let factor {
      loaded = try catalog.kernelModel(modelOptions.model, for: .upsampling(factor: factor))
      let upsampler = DepthUpsampler(loaded)
      input = try upsampler.input(depth, guide: image, subject: target)
    } else {
      loaded = try catalog.kernelModel(modelOptions.model, for: .noiseReduction, on: .depth)
      input = try GuidedDenoiser.input(depth, guide: image, subject: target)
    }
    return try loaded.inspected(
      target: input.target, guide: input.guide, x: source.at.x, y: source.at.y)
  }
}

/// A column and a row, as given to `--at`.
struct PixelPosition: ExpressibleByArgument {
  let x, y: Int

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let x = parts[0], let y = parts[1], x >= 0, y >= 0 else { return nil }
    (self.x, self.y) = (x, y)
  }
}
