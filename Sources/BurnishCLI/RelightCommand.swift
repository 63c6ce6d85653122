import ArgumentParser
import Burnish

struct RelightCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relight",
    abstract: "Show a face as it would be under light from the front.",
    discussion: """
      The face is seen from the front and fills the picture, as those do that the model learned from: \
      168x192 pixels, gray. A color picture is seen, and its result is, in gray.

      Example:
        burnish relight face.png -o lit.png
      """)

  @OptionGroup var faces: MappedPictures

  @Option(
    help: ArgumentHelp(
      """
      The name of shipped weights, or the path of a .safetensors file. (default: the shipped weights \
      for relighting)
      """, valueName: "name|path"))
  var model: String?

  func run() throws { try faces.map { try PictureMapper.relighting(model) } }
}
