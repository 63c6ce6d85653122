import ArgumentParser
import Burnish
import BurnishImages

struct ApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Turn pictures into others by a model that learned it from pairs.",
    discussion: """
      The model is the weight file of a training on pairs of pictures, or of any other that restores \
      pictures from themselves. A model for gray sees a color picture in gray, one for color sees \
      a gray picture as three equal colors. Alpha and the bits of the samples stay.

      Examples:
        burnish apply runs/pairs/best.safetensors photo.png -o result.png
        burnish apply runs/pairs/best.safetensors a.jpg b.jpg c.jpg -o results/
      """)

  @Argument(help: ArgumentHelp("The weights that a training left.", valueName: "model"))
  var model: String

  @OptionGroup var pictures: MappedPictures

  func run() throws {
    try pictures.map(besides: [model]) { try PictureMapper(contentsOf: model) }
  }
}

/// Pictures that a model turns into others, and where these go.
struct MappedPictures: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "The pictures: PNG, JPEG, TIFF, PPM, PGM, PFM or .npy.", valueName: "image"))
  var images: [String]

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

  /// - Parameters:
  ///   - others: files that no result may replace, beside the pictures.
  ///   - load: the model.
  func map(besides others: [String] = [], by load: () throws -> PictureMapper) throws {
    try engine.start()
    let outputs = try OutputFile.paths(for: images, output: output)
    let mapper = try load()
    // Nothing is made before it is known that every picture can be read and every result has a place.
    // Several pictures are read twice: together they might not fit into memory.
    for (image, output) in zip(images, outputs) {
      let picture = try InputPicture.read(image)
      try OutputFile.check(
        output, for: picture, inputs: images + others, overwriting: overwriting)
      try picture.checkLight(subject: image)
      if images.count == 1 { return try write(picture, image, output, by: mapper) }
    }
    for (image, output) in zip(images, outputs) {
      try write(try InputPicture.read(image), image, output, by: mapper)
    }
  }

  private func write(
    _ picture: Image, _ image: String, _ output: String, by mapper: PictureMapper
  ) throws {
    let result = try ProgressLine.showing(output) { progress in
      try mapper.mapped(picture, subject: image, progress: progress)
    }
    try result.write(to: output)
  }
}
