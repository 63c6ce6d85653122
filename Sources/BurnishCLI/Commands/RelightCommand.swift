import ArgumentParser
import Burnish

struct RelightCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relight",
    abstract: "Show a face under light from the front.",
    usage: "burnish relight [<options>] <image> ... --output <path>",
    discussion: """
      Examples:
        burnish relight face.png -o lit.png
        burnish relight a.png b.png c.png -o lit/
        burnish relight face.png --model runs/mine/best.safetensors -o lit.png

      \(HelpSection.more("relight"))
      """)

  @OptionGroup(title: HelpSection.model) var modelOptions: ModelOptions

  @OptionGroup var faces: MappedImages

  struct ModelOptions: ParsableArguments {
    @Option(
      help: ArgumentHelp(
        "Shipped weights or .safetensors file. (default: shipped)", valueName: "name|path"))
    var model: String?
  }

  func run() throws { try faces.map { try ModelCatalog().relighter(modelOptions.model) } }
}
