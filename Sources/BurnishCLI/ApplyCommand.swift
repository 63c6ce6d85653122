import ArgumentParser
import Burnish
import BurnishImages

struct ApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Apply a model that was trained on image pairs.",
    usage: "burnish apply [<options>] <model> <image> ... --output <path>",
    discussion: """
      Examples:
        burnish apply runs/pairs/best.safetensors photo.png -o result.png
        burnish apply runs/pairs/best.safetensors a.jpg b.jpg c.jpg -o results/
        burnish apply runs/pairs/best.safetensors photo.png -o result.png --overwrite

      \(HelpSection.more("apply"))
      """)

  @Argument(help: ArgumentHelp("Weight file of a training.", valueName: "model"))
  var model: String

  @OptionGroup var pictures: MappedPictures

  func run() throws {
    try pictures.map(besides: [model]) { try PictureMapper(contentsOf: model) }
  }
}

/// Images that a model turns into others, and where these go.
struct MappedPictures: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Images: PNG, JPEG, TIFF, PPM, PGM, PFM, or .npy.", valueName: "image"))
  var images: [String]

  @OptionGroup(title: HelpSection.output) var destination: ImagesOutputOptions

  @OptionGroup(title: HelpSection.advanced) var engine: EngineOptions

  /// - Parameters:
  ///   - others: files that no result may replace, beside the pictures.
  ///   - load: the model.
  func map(besides others: [String] = [], by load: () throws -> PictureMapper) throws {
    try engine.start()
    let outputs = try OutputFile.paths(for: images, output: destination.output)
    let mapper = try load()
    // Nothing is made before it is known that every picture can be read and every result has a place.
    // Several pictures are read twice: together they might not fit into memory.
    for (image, output) in zip(images, outputs) {
      let picture = try InputPicture.read(image)
      try OutputFile.check(
        output, for: picture, inputs: images + others, overwriting: destination.overwriting)
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
