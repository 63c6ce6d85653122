import ArgumentParser
import Burnish
import BurnishImages

/// The images that a model maps, and where the results go.
struct MappedImages: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Images: \(ImageFormat.readable).", valueName: "image"))
  var images: [String]

  @OptionGroup(title: HelpSection.output) var destination: ImagesOutputOptions

  @OptionGroup(title: HelpSection.advanced) var engine: EngineOptions

  /// - Parameters:
  ///   - others: further files that no result may replace.
  ///   - load: loads the model.
  func map(besides others: [String] = [], by load: () throws -> ImageMapper) throws {
    try engine.start()
    let outputs = try OutputFile.paths(for: images, output: destination.output)
    let mapper = try load()
    // First check that every image can be read and every result can be written.
    // This reads several images twice, because together they might not fit into memory.
    for (path, output) in zip(images, outputs) {
      let image = try InputImage.read(path)
      try OutputFile.check(
        output, for: image, inputs: images + others, overwriting: destination.overwriting)
      try image.checkLight(subject: path)
      if images.count == 1 { return try write(image, path, output, by: mapper) }
    }
    for (path, output) in zip(images, outputs) {
      try write(try InputImage.read(path), path, output, by: mapper)
    }
  }

  private func write(
    _ image: Image, _ path: String, _ output: String, by mapper: ImageMapper
  ) throws {
    let result = try ProgressLine.showing(output) { progress in
      try mapper.mappedBlocking(image, subject: path, progress: progress)
    }
    try result.write(to: output)
  }
}
