import ArgumentParser
import Foundation

struct DenoiseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "denoise",
    abstract: "Take noise off pictures, or off a depth map under the guidance of a picture.",
    discussion: """
      Without a guide, pictures are restored from themselves, gray or in color, one or many. \
      --sigma says how strong the noise is, in units of 0...255, and auto estimates it and prints \
      the estimate; of the shipped weights those trained for the nearest are used, and said. Without \
      --sigma the model for noise of unknown strength is used; where none is shipped, the strength \
      is estimated.

      With --guide, one TARGET is filtered: the guide shows the same view in the same size, in \
      near-infrared light or with flash, or it is the photograph of a depth map. The guide may be \
      gray or in color. Colors are filtered as a mean and two differences. A TARGET of one channel \
      with 16 bits or floating-point samples is then taken for depth (16 bits are millimeters, \
      floating point meters): it keeps its unit, and its pixels without a measurement (0) stay so. \
      With --kind depth, 8 bits are levels 0...255. A TIFF of one channel that says where on the \
      earth it lies, or what number is no height, and any TARGET with --no-data is taken for heights \
      (--kind height), which may be below 0. What was taken for granted is told on the standard error.

      The models tv (total variation) and hyper-laplacian need no guide and no weights: they minimize \
      an energy, whose weight follows --sigma, all colors together, and print what it came to.

      Alpha, the bits of the samples and the color profile stay.

      Examples:
        burnish denoise photo.png -o clean.png
        burnish denoise photo.png --sigma 25 -o clean.png
        burnish denoise a.jpg b.jpg c.jpg --sigma auto -o clean/
        burnish denoise photo.png --model tv --sigma 25 -o clean.png --energy energy.svg
        burnish denoise night.png --guide infrared.png -o clean.png
        burnish denoise depth.png --guide photo.jpg -o smooth.png
      """)

  @Argument(
    help: ArgumentHelp(
      "The pictures, or with --guide the one picture or depth map: PNG, JPEG, TIFF, PPM, PGM, PFM or .npy.",
      valueName: "target"))
  var targets: [String]

  @Option(help: "The picture to follow, of the same size.")
  var guide: String?

  @Option(help: "What TARGET is. (default: by its channels and samples)")
  var kind: TargetKind?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "TARGET holds heights, and this number stands for none. (default: as a TIFF says)",
      valueName: "n"),
    transform: number(of: "--no-data", "a number") { (_: Double) in true })
  var noData: Double?

  @OptionGroup var noiseModel: NoiseModelOptions

  @OptionGroup var energyOptions: EnergyOptions

  @OptionGroup var holes: HoleOptions

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      """
      Where the result goes; its ending says the format. For several pictures an existing folder, \
      where each result has its picture's name.
      """, valueName: "file|folder"))
  var output: String

  @OptionGroup var overwriting: OverwriteOptions

  @OptionGroup var engine: EngineOptions

  enum TargetKind: String, ExpressibleByArgument, CaseIterable {
    case picture, depth, height
  }

  func validate() throws {
    if energyOptions.energy != nil,
      noiseModel.penalty == nil || guide != nil || targets.count > 1
    {
      throw ValidationError(
        "--energy: belongs to one TARGET without a guide and --model tv or hyper-laplacian")
    }
    guard guide == nil else {
      if targets.count > 1 {
        throw ValidationError("TARGET: \(targets.count) files; expected one beside --guide")
      }
      return
    }
    if noData != nil { throw ValidationError("--no-data: only for heights, which need --guide") }
    if holes.nanHoles { throw ValidationError("--nan-holes: only for depth, which needs --guide") }
    if let kind, kind != .picture {
      throw ValidationError("--kind: \(kind.rawValue) needs --guide; expected picture")
    }
  }

  func run() throws {
    try engine.start()
    if let guide {
      try GuidedDenoising(
        target: targets[0], guide: guide, kind: kind, nanHoles: holes.nanHoles, noData: noData,
        model: noiseModel, output: output, overwriting: overwriting
      ).run()
    } else {
      try PictureDenoising(
        targets: targets, model: noiseModel, energy: energyOptions, output: output,
        overwriting: overwriting
      ).run()
    }
  }
}
