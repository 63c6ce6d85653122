import ArgumentParser
import BurnishEvaluation

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Plot training logs.",
    usage: "burnish plot [<options>] <log> ... --output <file>",
    discussion: """
      Examples:
        burnish plot runs/a/log.csv -o a.svg
        burnish plot runs/a/log.csv runs/b/log.csv -o scores.svg
        burnish plot runs/a/log.csv --column loss --logarithmic -o loss.svg

      \(HelpSection.more("plot"))
      """)

  @Argument(help: ArgumentHelp("Logs of trainings, log.csv.", valueName: "log"))
  var logs: [String]

  @OptionGroup(title: HelpSection.input) var input: InputOptions

  @OptionGroup(title: HelpSection.output) var destination: DestinationOptions

  struct InputOptions: ParsableArguments {
    @Option(help: "Column such as loss. (default: validation score)")
    var column: String?
  }

  struct DestinationOptions: ParsableArguments {
    @Flag(help: "Use a logarithmic scale.")
    var logarithmic = false

    @Option(
      name: [.customShort("o"), .long],
      help: ArgumentHelp("Plot to write (.svg).", valueName: "file"))
    var output: String

    @OptionGroup var overwriting: OverwriteOptions
  }

  func run() throws {
    let output = destination.output
    try OutputFile.check(
      output, ending: ".svg", for: "a plot", inputs: logs,
      overwriting: destination.overwriting)
    let plot = try TrainingPlot(logs: logs, column: input.column)
    try plot.plot(destination.logarithmic ? .logarithmic : .linear).write(to: output)
    for path in plot.cutOff {
      Remarks.add("\(path): the last line is cut off, and was left out")
    }
  }
}
