import ArgumentParser
import BurnishData
import BurnishEvaluation

struct EvaluateSuperResolutionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "superres",
    abstract: "Measure enlargement of reduced images.",
    usage: "burnish evaluate superres [<options>] --factor <n>",
    discussion: """
      Examples:
        burnish evaluate superres --data DIR --set set5 --factor 3
        burnish evaluate superres --data DIR --factor 2 --model none
        burnish evaluate superres --data DIR --factor 3 --json x3.json --resume

      \(HelpSection.more("evaluate"))
      """)

  @OptionGroup(title: HelpSection.input) var input: InputOptions

  @OptionGroup var options: RestorationEvaluationOptions

  struct InputOptions: ParsableArguments {
    @Option(
      help: ArgumentHelp("Data set: set5 or set14. (default: set5)", valueName: "name"),
      transform: { try RestorationSuite.Name($0, among: [.set5, .set14]) })
    var set = RestorationSuite.Name.set5

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Reduction of each side, 2 to 16.", valueName: "n"),
      transform: number(of: "--factor", in: 2...16))
    var factor: Int
  }

  func run() throws { try options.report(input.set, .superResolution(factor: input.factor)) }
}

extension RestorationSuite.Name {
  /// - Throws: `ValidationError` for a set that a command is not for.
  init(_ argument: String, among sets: [Self]) throws {
    guard let set = sets.first(where: { $0.rawValue == argument }) else {
      let wanted = sets.map(\.rawValue).joined(separator: " or ")
      throw ValidationError("--set: \(argument); expected \(wanted)")
    }
    self = set
  }
}
