import ArgumentParser
import Burnish
import BurnishEvaluation
import Foundation

struct PublishCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Measure weights and write them in half precision.",
    usage: "burnish publish [<options>] <weights> --output <file>",
    discussion: """
      Examples:
        burnish publish runs/x8/best.safetensors --data DIR -o fdkn-x8.safetensors
        burnish publish best.safetensors --data DIR --set lu -o m.safetensors
        burnish publish best.safetensors --data DIR --limit 20 -o m.safetensors

      \(HelpSection.more("publish"))
      """)

  @Argument(help: ArgumentHelp("Weight file of a training.", valueName: "weights"))
  var weights: String

  @OptionGroup(title: HelpSection.input) var data: DataOptions

  @OptionGroup(title: HelpSection.input) var sets: SetOptions

  @OptionGroup(title: HelpSection.input) var limiting: LimitOptions

  @OptionGroup(title: HelpSection.output) var destination: ModelOutputOptions

  @OptionGroup(title: HelpSection.advanced) var engine: EngineOptions

  struct SetOptions: ParsableArguments {
    @Option(help: "Data set, repeatable. (default: all that apply)")
    var set: [PublishedSet] = []
  }

  func run() throws {
    let (output, overwriting) = (destination.output, destination.overwriting)
    try engine.start()
    try OutputFile.check(
      output, ending: ".safetensors", for: "a model", inputs: [weights], overwriting: overwriting)
    let publication = try WeightPublication(
      of: weights, on: sets.set, dataDirectory: try data.directory(), limit: limiting.limit)
    let progress = ProgressLine()
    // An interruption then leaves no model behind that has not been measured.
    Interruption.watch()
    let card = try publication.publish(weights, to: output) {
      if Interruption.isRequested { throw Interruption.exitCode }
      progress.show($0)
    }
    progress.clear()
    for figure in card.figures {
      print(figure.description)
    }
  }
}

extension PublishedSet: ExpressibleByArgument {}
