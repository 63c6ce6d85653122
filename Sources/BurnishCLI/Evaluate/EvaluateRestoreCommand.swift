import ArgumentParser
import Burnish
import BurnishEvaluation

struct EvaluateRestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Measure restoration from several degradations.",
    usage: "burnish evaluate restore [<options>]",
    discussion: """
      Examples:
        burnish evaluate restore --data DIR --set set5 --blur 1 --factor 2 --sigma 5
        burnish evaluate restore --data DIR --set set5 --sigma 25
        burnish evaluate restore --data DIR --factor 2 --json x2.json --resume

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
      help: ArgumentHelp("Deviation of the blur in pixels, or 0. (default: 0)", valueName: "s"),
      transform: number(of: "--blur", in: 0.1...20, orNone: true))
    var blur = 0.0

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Reduction of each side, 1 to 16. (default: 1)", valueName: "n"),
      transform: number(of: "--factor", in: 1...16))
    var factor = 1

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Level of the added noise in 0...255. (default: 0)", valueName: "s"),
      transform: NoiseStrength.number(orNone: true))
    var sigma = 0.0
  }

  func validate() throws {
    if input.blur == 0 && input.factor == 1 && input.sigma == 0 {
      throw ValidationError(
        "nothing happens to the images; expected --blur, --factor or --sigma")
    }
  }

  func run() throws {
    try options.report(
      input.set, .composition(blur: input.blur, factor: input.factor, sigma: input.sigma))
  }
}
