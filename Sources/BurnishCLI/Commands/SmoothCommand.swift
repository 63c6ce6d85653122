import ArgumentParser
import Burnish
import BurnishFilters
import BurnishImages
import Foundation

struct SmoothCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "smooth",
    abstract: "Remove texture or print dots and keep edges.",
    usage: "burnish smooth [<options>] <image> --output <file>",
    discussion: """
      Examples:
        burnish smooth mosaic.jpg --rounds 4 -o structure.png
        burnish smooth scan.jpg --rounds 2 -o clean.png
        burnish smooth photo.jpg --model l0 --strength 0.02 -o flat.png

      \(HelpSection.more("smooth", hidesOptions: true))
      """)

  @Argument(help: ArgumentHelp("Image: \(ImageFormat.readable).", valueName: "image"))
  var path: String

  @OptionGroup(title: HelpSection.output) var destination: OutputOptions

  @OptionGroup(title: HelpSection.output) var energyOptions: EnergyOptions

  @OptionGroup(title: HelpSection.model) var smoothing: SmoothingOptions

  @OptionGroup(title: HelpSection.model) var noiseModel: NoiseModelOptions

  @OptionGroup(title: HelpSection.advanced) var engine: EngineOptions

  /// The strength of the smoothing.
  struct SmoothingOptions: ParsableArguments {
    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("How often to filter, 1 to 100. (default: 4)", valueName: "n"),
      transform: number(of: "--rounds", in: 1...100))
    var rounds: Int?

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("For l0: price of an edge. (default: 0.02)", valueName: "s"),
      transform: number(of: "--strength", "a number in 0.000001...100") { $0 >= 1e-6 && $0 <= 100 })
    var strength: Float?
  }

  private static let minimizing = GradientPenalty.l0.rawValue

  func validate() throws {
    if let model = noiseModel.model, GradientPenalty(rawValue: model) != nil,
      model != Self.minimizing
    {
      throw ValidationError(
        "--model: \(model) denoises, in 'burnish denoise'; expected \(Self.minimizing), guided or one of 'burnish models' for noise"
      )
    }
    if noiseModel.model == Self.minimizing {
      if smoothing.rounds != nil || noiseModel.sigma != nil {
        throw ValidationError("--rounds and --sigma do not belong to --model \(Self.minimizing)")
      }
    } else if smoothing.strength != nil || energyOptions.energy != nil {
      throw ValidationError("--strength and --energy belong to --model \(Self.minimizing)")
    }
  }

  func run() throws {
    try engine.start()
    let image = try InputImage.read(path, keepsBands: true)
    try OutputFile.check(
      destination.output, for: image, inputs: [path], overwriting: destination.overwriting)
    if noiseModel.model == Self.minimizing {
      try energyOptions.check(
        inputs: [path], output: destination.output, overwriting: destination.overwriting)
      if image.bands != nil { try energyOptions.checkIsOne(path) }
    }
    let result = try image.filteringBands(subject: path) { image, subject in
      noiseModel.model == Self.minimizing
        ? try minimized(image, subject) : try smoothed(image, subject)
    }
    try result.write(to: destination.output)
  }

  private func smoothed(_ image: Image, _ subject: String) throws -> Image {
    let (seen, scale) = image.seenByFilters()
    var smoother = TextureSmoother(
      try noiseModel.guided(
        seen.samples, scale: scale, .image, path: subject,
        standard: ModelCatalog.Standard.guidedDenoising, besides: [Self.minimizing]
      ).filter)
    smoother.rounds = smoothing.rounds ?? smoother.rounds
    let raster = smoother.raster(in: image)
    smoother.reduction = raster?.reduction ?? 1
    if let raster, raster.reduction > 1 {
      Remarks.add(
        "\(subject): dots of print every \(String(format: "%.1f", raster.period)) pixels; they were "
          + "smoothed at 1/\(raster.reduction) of the size")
    }
    return try ProgressLine.showing(destination.output) { progress in
      try smoother.smoothedBlocking(image, subject: subject, progress: progress)
    }
  }

  private func minimized(_ image: Image, _ subject: String) throws -> Image {
    let method =
      try smoothing.strength.map { try AlternatingMinimization.l0Smoothing(strength: $0) }
      ?? .l0Smoothing()
    let result = try ProgressLine.showing(destination.output) { progress in
      try method.restoredBlocking(image, subject: subject, progress: progress)
    }
    try energyOptions.report(result.minimization)
    return result.image
  }
}
