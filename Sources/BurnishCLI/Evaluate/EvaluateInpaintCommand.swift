import ArgumentParser
import BurnishData
import BurnishEvaluation

struct EvaluateInpaintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inpaint",
    abstract: "Measure filling of missing pixels.",
    usage: "burnish evaluate inpaint [<options>]",
    discussion: """
      Examples:
        burnish evaluate inpaint --data DIR --set set14 --missing 0.7
        burnish evaluate inpaint --data DIR --set set5 --model none
        burnish evaluate inpaint --data DIR --json set14.json --resume

      \(HelpSection.more("evaluate"))
      """)

  @OptionGroup(title: HelpSection.input) var input: InputOptions

  @OptionGroup var options: RestorationEvaluationOptions

  struct InputOptions: ParsableArguments {
    @Option(
      help: ArgumentHelp("Data set: set5 or set14. (default: set14)", valueName: "name"),
      transform: { try RestorationSuite.Name($0, among: [.set5, .set14]) })
    var set = RestorationSuite.Name.set14

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Share of missing pixels. (default: 0.7)", valueName: "share"),
      transform: number(of: "--missing", "a number above 0 and below 1") { $0 > 0 && $0 < 1 })
    var missing = 0.7
  }

  func run() throws { try options.report(input.set, .inpainting(missing: input.missing)) }
}
