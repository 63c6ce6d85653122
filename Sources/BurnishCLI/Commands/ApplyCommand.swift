import ArgumentParser
import Burnish

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

  @OptionGroup var images: MappedImages

  func run() throws {
    try images.map(besides: [model]) { try ImageMapper(contentsOf: model) }
  }
}
