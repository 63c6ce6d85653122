import ArgumentParser
import BurnishEvaluation

struct PlotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw the courses of trainings from their logs.",
    discussion: """
      Each log becomes a line, named after the folder that it lies in: by default of the scores of \
      validations over the steps.

      Examples:
        burnish plot runs/a/log.csv -o a.svg
        burnish plot runs/a/log.csv runs/b/log.csv --column loss --logarithmic -o losses.svg
      """)

  @Argument(help: ArgumentHelp("The logs that trainings left.", valueName: "log"))
  var logs: [String]

  @Option(help: "The column to show: loss, learning_rate. (default: the last, of validations)")
  var column: String?

  @Flag(help: "Spread values by their logarithms.")
  var logarithmic = false

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("The .svg file to write.", valueName: "file"))
  var output: String

  @OptionGroup var overwriting: OverwriteOptions

  func run() throws {
    try OutputFile.check(
      output, ending: ".svg", for: "a plot", inputs: logs, overwriting: overwriting)
    let plot = try TrainingPlot(logs: logs, column: column)
    try plot.plot(logarithmic ? .logarithmic : .linear).write(to: output)
    for path in plot.cutOff {
      Remarks.add("\(path): the last line is cut off, and was left out")
    }
  }
}
