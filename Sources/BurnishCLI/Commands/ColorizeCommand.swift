import ArgumentParser
import Burnish
import BurnishFilters
import BurnishImages
import BurnishSolvers

struct ColorizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "colorize",
    abstract: "Color a gray photograph, with or without scribbles.",
    usage: "burnish colorize [<options>] <photo> --output <file>",
    discussion: """
      Examples:
        burnish colorize photo.png -o colors.png
        burnish colorize photo.png --scribbles strokes.png -o colors.png
        burnish colorize photo.png --scribbles strokes.png --at 1/4 -o colors.png

      \(HelpSection.more("colorize", hidesOptions: true))
      """)

  @Argument(help: "Photograph: \(ImageFormat.readable).")
  var photo: String

  @OptionGroup(title: HelpSection.input) var input: InputOptions

  @OptionGroup(title: HelpSection.output) var destination: OutputOptions

  @OptionGroup(title: HelpSection.model) var modelOptions: ModelOptions

  @OptionGroup(title: HelpSection.advanced) var engine: EngineOptions

  struct InputOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Image with colored strokes.", valueName: "image"))
    var scribbles: String?

    @Option(
      help: ArgumentHelp(
        "Size at which scribbles spread: 1 by default, or 1/2 to 1/64.", valueName: "1/n"))
    var at: Share?
  }

  struct ModelOptions: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        """
        Shipped weights or .safetensors file; with --at the model that enlarges colors. \
        (default: shipped; with --at \(ModelCatalog.Standard.upsampling))
        """, valueName: "name|path"))
    var model: String?

    @OptionGroup var guidedFilter: GuidedFilterOptions
  }

  /// A fraction 1/n for a whole number n.
  struct Share: ExpressibleByArgument {
    let divisor: Int

    init?(argument: String) {
      let text = argument.hasPrefix("1/") ? String(argument.dropFirst(2)) : argument
      guard let divisor = Int(text), (1...64).contains(divisor),
        divisor == 1 || argument.hasPrefix("1/")
      else { return nil }
      self.divisor = divisor
    }
  }

  func validate() throws {
    guard input.scribbles != nil else {
      if input.at != nil {
        throw ValidationError(
          "--at: the size at which colors spread from scribbles; expected --scribbles")
      }
      let guidedFilter = modelOptions.guidedFilter
      if guidedFilter.radius != nil || guidedFilter.epsilon != nil {
        throw ValidationError(
          "--radius and --epsilon belong to --model guided, which colors from scribbles take")
      }
      return
    }
    if (input.at?.divisor ?? 1) == 1, modelOptions.model != nil {
      throw ValidationError(
        "--model: brings colors back that spread at a lower size; expected --at 1/N")
    }
    try modelOptions.guidedFilter.check(for: upsamplingModel)
  }

  /// The model that enlarges colors.
  private var upsamplingModel: String { modelOptions.model ?? ModelCatalog.Standard.upsampling }

  func run() throws {
    try engine.start()
    let image = try InputImage.readLight(photo)
    guard let scribbles = input.scribbles else { return try colorize(image) }
    try colorize(image, scribbles: scribbles)
  }

  private func colorize(_ image: Image) throws {
    try OutputFile.check(
      destination.output, for: image, inputs: [photo],
      overwriting: destination.overwriting)
    let colorizer = try ModelCatalog().colorizer(modelOptions.model)
    let result = try ProgressLine.showing(destination.output) { progress in
      try colorizer.colorizedBlocking(image, subject: photo, progress: progress)
    }
    try result.write(to: destination.output)
  }

  private func colorize(_ image: Image, scribbles: String) throws {
    let strokes = try InputImage.read(scribbles)
    try OutputFile.check(
      destination.output, for: image, inputs: [photo, scribbles],
      overwriting: destination.overwriting)
    let divisor = input.at?.divisor ?? 1
    let colorizer = ScribbleColorizer(
      reduction: divisor == 1
        ? nil
        : try .init(
          factor: divisor,
          model: modelOptions.guidedFilter.model(
            modelOptions.model, standard: ModelCatalog.Standard.upsampling,
            for: .upsampling(factor: divisor), from: ModelCatalog())))
    let result = try ProgressLine.showing(destination.output) { progress in
      try colorizer.colorizedBlocking(
        image, scribbles: strokes, subject: scribbles, progress: progress)
    }
    try result.image.write(to: destination.output)
    let spreading = result.spreading
    print(
      "colors spread over \(result.width)x\(result.height) pixels in \(spreading.iterations) "
        + "iterations, relative residual \(Float(spreading.relativeResidual))"
        + (spreading.termination == .converged ? "" : ", not converged"))
  }
}
