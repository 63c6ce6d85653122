import ArgumentParser
import Burnish
import BurnishFilters
import BurnishImages
import BurnishSolvers

struct ColorizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "colorize",
    abstract: "Color a gray photograph, by itself or by scribbles.",
    discussion: """
      A network gives PHOTO the colors that such things had in the pictures that it learned from. Of \
      things that may have any color it cannot know which: then scribbles tell.

      With --scribbles, colors spread from them to neighbors of similar luma. The scribbles are a \
      picture of PHOTO's size, of one of two forms: PHOTO itself with strokes drawn on it, which are \
      found where its colors differ from PHOTO's, soft edges left out (save it as PNG: in JPEG pale \
      strokes are lost), or strokes on a transparent layer. A stroke in gray keeps what is under it \
      gray; on a layer any gray does, on the photograph one that differs from what is there. With \
      --at 1/N the colors spread at an Nth of the size, which is faster, and are brought back by a \
      joint filter under PHOTO's guidance.

      Either way the luma of PHOTO (ITU-R BT.601) and its alpha stay: a color that does not exist at \
      a luma becomes paler, never lighter or darker, and the luma of the result rounds to that of a \
      PHOTO in gray.

      Examples:
        burnish colorize photo.png -o colors.png
        burnish colorize photo.png --scribbles strokes.png -o colors.png
        burnish colorize photo.png --scribbles strokes.png --at 1/4 -o colors.png
      """)

  @Argument(help: "The photograph: PNG, JPEG, TIFF, PPM, PGM or .npy; of colors only the luma.")
  var photo: String

  @Option(
    help: ArgumentHelp(
      "The picture with the strokes. (default: a network finds colors)", valueName: "image"))
  var scribbles: String?

  @Option(
    help: ArgumentHelp(
      """
      Of scribbles: the size at which colors spread: 1, which it is by default, for all of it, or \
      1/2 to 1/64.
      """, valueName: "1/n"))
  var at: Share?

  @Option(
    help: ArgumentHelp(
      """
      Without scribbles the name of shipped weights for colorization, or the path of a .safetensors \
      file; with --at 1/N a shipped model that brings colors back (fdkn, djfr, deepam), bicubic, \
      guided, or a path. (default: the first shipped weights for colorization; fdkn)
      """, valueName: "name|path"))
  var model: String?

  @OptionGroup var guidedFilter: GuidedFilterOptions

  @OptionGroup var destination: OutputOptions

  @OptionGroup var engine: EngineOptions

  /// One over a whole number.
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
    guard scribbles != nil else {
      if at != nil {
        throw ValidationError(
          "--at: the size at which colors spread from scribbles; expected --scribbles")
      }
      if guidedFilter.radius != nil || guidedFilter.epsilon != nil {
        throw ValidationError(
          "--radius and --epsilon belong to --model guided, which colors from scribbles take")
      }
      return
    }
    if (at?.divisor ?? 1) == 1, model != nil {
      throw ValidationError(
        "--model: brings colors back that spread at a lower size; expected --at 1/N")
    }
    try guidedFilter.check(for: upsamplingModel)
  }

  /// What brings colors back.
  private var upsamplingModel: String { model ?? UpsamplingModelOptions.standard }

  func run() throws {
    try engine.start()
    let picture = try InputPicture.readLight(photo)
    guard let scribbles else { return try colorize(picture) }
    try picture.checkRange(subject: photo)
    try colorize(picture, scribbles: scribbles)
  }

  private func colorize(_ picture: Image) throws {
    try OutputFile.check(
      destination.output, for: picture, inputs: [photo],
      overwriting: destination.overwriting)
    let colorizer = try PictureColorizer.named(model)
    let result = try ProgressLine.showing(destination.output) { progress in
      try colorizer.colorized(picture, subject: photo, progress: progress)
    }
    try result.write(to: destination.output)
  }

  private func colorize(_ picture: Image, scribbles: String) throws {
    let strokes = try InputPicture.read(scribbles)
    try OutputFile.check(
      destination.output, for: picture, inputs: [photo, scribbles],
      overwriting: destination.overwriting)
    let divisor = at?.divisor ?? 1
    let colorizer = ScribbleColorizer(
      reduction: divisor == 1
        ? nil
        : .init(
          factor: divisor,
          model: try guidedFilter.upsamplingModel(upsamplingModel, factor: divisor)))
    let result = try ProgressLine.showing(destination.output) { progress in
      try colorizer.colorized(
        picture, scribbles: strokes, subject: scribbles, progress: progress)
    }
    try result.image.write(to: destination.output)
    let spreading = result.spreading
    print(
      "colors spread over \(result.width)x\(result.height) pixels in \(spreading.iterations) "
        + "iterations, relative residual \(Float(spreading.relativeResidual))"
        + (spreading.termination == .converged ? "" : ", not converged"))
  }
}
