import ArgumentParser
import Burnish
import BurnishFilters
import BurnishImages
import Foundation

struct SmoothCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "smooth",
    abstract: "Remove texture, or the dots of print, and keep edges.",
    discussion: """
      Filters the picture repeatedly under its own guidance: in each round what the round before \
      left is both guide and target, one color after the other. The models are those that take \
      noise off. The published results took 4 rounds for texture, and 2 to 3 for the dots of \
      print. Where the dots are 7.5 to 24 pixels apart, the filter works at a smaller size. Alpha, the \
      bits of the samples and the color profile stay.

      The model l0 needs no weights: it flattens everything between the strongest edges by \
      minimizing how many pixels lie at one (L0 gradient minimization, Xu et al. 2011), all colors \
      together, and prints its energy.

      Examples:
        burnish smooth mosaic.jpg --rounds 4 -o structure.png
        burnish smooth photo.jpg --model l0 --strength 0.02 -o flat.png --energy energy.svg
      """)

  @Argument(help: "The picture: PNG, JPEG, TIFF, PPM, PGM or .npy.")
  var image: String

  @Option(
    parsing: .unconditional,
    help: "How often the picture is filtered, 1 to 100; not by l0. (default: 4)",
    transform: number(of: "--rounds", in: 1...100))
  var rounds: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      Of the model l0: the price of an edge, about 0.001 to 0.1; the greater, the flatter. \
      (default: 0.02)
      """, valueName: "s"),
    transform: number(of: "--strength", "a number in 0.000001...100") { $0 >= 1e-6 && $0 <= 100 })
  var strength: Float?

  @OptionGroup var energyOptions: EnergyOptions

  @OptionGroup var noiseModel: NoiseModelOptions

  @OptionGroup var destination: OutputOptions

  @OptionGroup var engine: EngineOptions

  private static let minimizing = GradientPenalty.l0.rawValue

  func validate() throws {
    if let model = noiseModel.model, GradientPenalty(rawValue: model) != nil,
      model != Self.minimizing
    {
      throw ValidationError(
        "--model: \(model) takes noise off, in 'burnish denoise'; expected \(Self.minimizing), guided or one of 'burnish models' for noise"
      )
    }
    if noiseModel.model == Self.minimizing {
      if rounds != nil || noiseModel.sigma != nil {
        throw ValidationError("--rounds and --sigma do not belong to --model \(Self.minimizing)")
      }
    } else if strength != nil || energyOptions.energy != nil {
      throw ValidationError("--strength and --energy belong to --model \(Self.minimizing)")
    }
  }

  func run() throws {
    try engine.start()
    let picture = try InputPicture.read(image, keepsBands: true)
    try OutputFile.check(
      destination.output, for: picture, inputs: [image], overwriting: destination.overwriting)
    if noiseModel.model == Self.minimizing {
      try energyOptions.check(
        inputs: [image], output: destination.output, overwriting: destination.overwriting)
      if picture.bands != nil { try energyOptions.checkIsOne(image) }
    }
    let result = try picture.filteringBands(subject: image) { picture, subject in
      noiseModel.model == Self.minimizing
        ? try minimized(picture, subject) : try smoothed(picture, subject)
    }
    try result.write(to: destination.output)
  }

  private func smoothed(_ picture: Image, _ subject: String) throws -> Image {
    let (seen, scale) = picture.seenByFilters()
    var smoother = TextureSmoother(
      try noiseModel.guided(
        seen.samples, scale: scale, .picture, path: subject, standard: NoiseModelOptions.standard
      ).filter)
    smoother.rounds = rounds ?? smoother.rounds
    let raster = smoother.raster(in: picture)
    smoother.reduction = raster?.reduction ?? 1
    if let raster, raster.reduction > 1 {
      Remarks.add(
        "\(subject): dots of print every \(String(format: "%.1f", raster.period)) pixels; they were "
          + "smoothed at 1/\(raster.reduction) of the size")
    }
    return try ProgressLine.showing(destination.output) { progress in
      try smoother.smoothed(picture, subject: subject, progress: progress)
    }
  }

  private func minimized(_ picture: Image, _ subject: String) throws -> Image {
    let method =
      strength.map { AlternatingMinimization.l0Smoothing(strength: $0) } ?? .l0Smoothing()
    let result = try ProgressLine.showing(destination.output) { progress in
      try method.restored(picture, subject: subject, progress: progress)
    }
    try energyOptions.report(result.minimization)
    return result.image
  }
}
