import ArgumentParser
import Burnish
import BurnishEvaluation
import BurnishTensors
import Foundation

struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Restore a scene that the program makes itself, and show the result.",
    discussion: """
      Renders a room with exact depth, reduces the depth eight times, restores it with the shipped weights \
      and writes a contact sheet of what went in and what came out.

      Example:
        burnish demo -o demo.png
      """)

  @Option(
    help: ArgumentHelp(
      "fdkn, djfr, bicubic, or the path of a .safetensors file.", valueName: "name|path"))
  var model = "fdkn"

  @Option(help: "4, 8 or 16: how many times the depth is reduced.")
  var factor = 8

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Where the contact sheet goes.", valueName: "file"))
  var output = "burnish-demo.png"

  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if ![4, 8, 16].contains(factor) {
      throw ValidationError("--factor: \(factor); expected 4, 8 or 16")
    }
  }

  func run() throws {
    threads.apply()
    try OutputFile.check(output)
    let outcome = try Demonstration(
      model: DepthModel.named(model, factor: factor), factor: factor
    ).run()
    try outcome.contactSheet.write(to: output)
    let gain = outcome.bicubicError / outcome.modelError
    print(
      """
      depth \(outcome.lowSize.width)x\(outcome.lowSize.height) restored to x\(factor), RMSE:
        bicubic  \(String(format: "%7.1f", outcome.bicubicError)) mm
        \(model.count < 9 ? model.padding(toLength: 8, withPad: " ", startingAt: 0) : "model   ") \
      \(String(format: "%7.1f", outcome.modelError)) mm  (\(String(format: "%.2f", gain)) times less)
      picture: \(URL(fileURLWithPath: output).path)
      """)
  }
}
