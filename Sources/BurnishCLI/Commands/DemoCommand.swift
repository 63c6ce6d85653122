import ArgumentParser
import Burnish
import BurnishCore
import BurnishEvaluation
import BurnishImages
import Foundation

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Restore a rendered scene and show the result.",
    usage: "burnish demo [<options>]",
    discussion: """
      Examples:
        burnish demo -o demo.png
        burnish demo --samples samples
        burnish demo --model djfr --factor 4 -o demo.png

      \(HelpSection.more("demo"))
      """)

  @OptionGroup(title: HelpSection.input) var input: InputOptions

  @OptionGroup(title: HelpSection.output) var destination: DestinationOptions

  @OptionGroup(title: HelpSection.model) var modelOptions: ModelOptions

  @OptionGroup(title: HelpSection.advanced) var engine: EngineOptions

  struct InputOptions: ParsableArguments {
    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Reduction of the depth: 4, 8, or 16. (default: 8)", valueName: "n"),
      transform: number(of: "--factor", "4, 8 or 16") { [4, 8, 16].contains($0) })
    var factor = 8
  }

  struct DestinationOptions: ParsableArguments {
    @Option(
      name: [.customShort("o"), .long], help: ArgumentHelp("Contact sheet.", valueName: "file"))
    var output = "burnish-demo.png"

    @Option(help: ArgumentHelp("Also write sample images into this folder.", valueName: "dir"))
    var samples: String?

    @OptionGroup var overwriting: OverwriteOptions
  }

  struct ModelOptions: ParsableArguments {
    @Option(help: .upsamplingModel)
    var model = ModelCatalog.Standard.upsampling
  }

  func run() throws {
    let (factor, output, samples) = (input.factor, destination.output, destination.samples)
    let overwriting = destination.overwriting
    try engine.start()
    try OutputFile.check(output, overwriting: overwriting)
    if let samples {
      try OutputFile.check(folder: samples, names: SampleFiles.names, overwriting: overwriting)
    }
    let loaded = try ModelCatalog().jointModel(
      modelOptions.model, for: .upsampling(factor: factor))
    let outcome = try Demonstration(model: loaded, factor: factor).run()
    try outcome.contactSheet.write(to: output)
    let width = max(loaded.name.count, 7)
    func line(_ name: String, _ error: Double) -> String {
      "  " + name.padding(toLength: width, withPad: " ", startingAt: 0)
        + String(format: "%8.1f mm", error)
    }
    let (lowWidth, lowHeight) = outcome.lowSize
    print("depth of \(lowWidth)x\(lowHeight) restored x\(factor), RMSE:")
    print(line("bicubic", outcome.bicubicError))
    print(line(loaded.name, outcome.modelError))
    print("image: \(FileSystem.absolute(output))")
    if let samples {
      try SampleFiles().write(to: samples)
      print("samples: \(FileSystem.absolute(samples))")
    }
  }
}
