import ArgumentParser
import BurnishImages
import Foundation

struct DenoiseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "denoise",
    abstract: "Denoise images or depth maps.",
    usage: "burnish denoise [<options>] <target> ... --output <path>",
    discussion: """
      Examples:
        burnish denoise photo.png -o clean.png
        burnish denoise a.jpg b.jpg c.jpg --sigma auto -o clean/
        burnish denoise depth.png --guide photo.jpg -o smooth.png

      \(HelpSection.more("denoise", hidesOptions: true))
      """)

  @Argument(help: ArgumentHelp("\(ImageFormat.readable).", valueName: "target"))
  var targets: [String]

  @OptionGroup(title: HelpSection.input) var input: InputOptions

  @OptionGroup(title: HelpSection.output) var destination: ImagesOutputOptions

  @OptionGroup(title: HelpSection.output) var energyOptions: EnergyOptions

  @OptionGroup(title: HelpSection.model) var noiseModel: NoiseModelOptions

  @OptionGroup(title: HelpSection.advanced) var engine: EngineOptions

  struct InputOptions: ParsableArguments {
    @Option(help: "Image of the same size to follow.")
    var guide: String?

    @Option(help: "What TARGET is.")
    var kind: TargetKind?

    @OptionGroup var noDataOption: NoDataOption

    @OptionGroup var holes: HoleOptions
  }

  enum TargetKind: String, ExpressibleByArgument, CaseIterable {
    case image, depth, height

    /// Also accepts `picture` for images.
    init?(argument: String) { self.init(rawValue: argument == "picture" ? "image" : argument) }
  }

  func validate() throws {
    if energyOptions.energy != nil,
      noiseModel.penalty == nil || input.guide != nil || targets.count > 1
    {
      throw ValidationError(
        "--energy: belongs to one TARGET without a guide and --model tv or hyper-laplacian")
    }
    guard input.guide == nil else {
      if targets.count > 1 {
        throw ValidationError("TARGET: \(targets.count) files; expected one beside --guide")
      }
      return
    }
    if input.noDataOption.noData != nil {
      throw ValidationError("--no-data: only for heights, which need --guide")
    }
    if input.holes.nanHoles {
      throw ValidationError("--nan-holes: only for depth, which needs --guide")
    }
    if let kind = input.kind, kind != .image {
      throw ValidationError("--kind: \(kind.rawValue) needs --guide; expected image")
    }
  }

  func run() throws {
    try engine.start()
    if let guide = input.guide {
      try GuidedDenoising(
        target: targets[0], guide: guide, kind: input.kind, nanHoles: input.holes.nanHoles,
        noData: input.noDataOption.noData, model: noiseModel, output: destination.output,
        overwriting: destination.overwriting
      ).run()
    } else {
      try ImageDenoising(
        targets: targets, model: noiseModel, energy: energyOptions, output: destination.output,
        overwriting: destination.overwriting
      ).run()
    }
  }
}
