import ArgumentParser
import Burnish
import BurnishCore
import BurnishEvaluation
import BurnishImages
import Foundation

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Restore a scene that the program makes itself, and show the result.",
    discussion: """
      Renders a room with exact depth, reduces the depth, restores it with the shipped weights \
      and writes a contact sheet of what went in and what came out. With --samples it also writes \
      pictures of the room to try the other commands on: photo.png and gray.png, depth.png and \
      mask.png of an eighth of its size, night.png and infrared.png, mosaic.png, strokes.png, \
      in the folder pairs parts of the mosaic and of the photo to train on, and for restorations \
      small.png, shaken.png and its blur shake.png, scratched.png and its mask scratches.png, \
      seen.png and its recipe.yaml.

      Examples:
        burnish demo -o demo.png
        burnish demo --samples samples
      """)

  @Option(help: .upsamplingModel)
  var model = "fdkn"

  @Option(
    parsing: .unconditional, help: "4, 8 or 16: how many times the depth is reduced. (default: 8)",
    transform: number(of: "--factor", "4, 8 or 16") { [4, 8, 16].contains($0) })
  var factor = 8

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Where the contact sheet goes.", valueName: "file"))
  var output = "burnish-demo.png"

  @Option(help: ArgumentHelp("Write pictures to try into a folder as well.", valueName: "dir"))
  var samples: String?

  @OptionGroup var overwriting: OverwriteOptions

  @OptionGroup var engine: EngineOptions

  func run() throws {
    try engine.start()
    try OutputFile.check(output, overwriting: overwriting)
    if let samples {
      try OutputFile.check(folder: samples, names: SampleFiles.names, overwriting: overwriting)
    }
    let loaded = try DepthModel.named(model, factor: factor)
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
    print("picture: \(FileSystem.absolute(output))")
    if let samples {
      try SampleFiles().write(to: samples)
      print("samples: \(FileSystem.absolute(samples))")
    }
  }
}
