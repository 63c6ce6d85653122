import ArgumentParser
import BurnishEvaluation

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a model by a published protocol.",
    discussion: """
      Examples:
        burnish evaluate depth --data DIR --set middlebury --factor 8 --model fdkn
        burnish evaluate denoise --data DIR --set bsd68 --sigma 25 --model deepam
        burnish evaluate superres --data DIR --set set5 --factor 3

      \(HelpSection.more("evaluate"))
      """,
    subcommands: subcommands)

  private static var subcommands: [any ParsableCommand.Type] {
    var subcommands: [any ParsableCommand.Type] = []
    for row in Evaluations.all { subcommands.append(subcommand(row)) }
    return subcommands
  }

  private static func subcommand<Row: Evaluation>(_ row: Row.Type) -> any ParsableCommand.Type {
    EvaluateSubcommand<Row>.self
  }
}
