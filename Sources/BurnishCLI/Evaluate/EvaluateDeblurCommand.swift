import ArgumentParser
import Burnish
import BurnishData
import BurnishEvaluation

struct EvaluateDeblurCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deblur",
    abstract: "Measure sharpening of known blurs.",
    usage: "burnish evaluate deblur [<options>] --sigma <s>",
    discussion: """
      Examples:
        burnish evaluate deblur --data DIR --set levin --sigma 2.55
        burnish evaluate deblur --data DIR --set kodak --sigma 2.55 --model none
        burnish evaluate deblur --data DIR --sigma 2.55 --json levin.json --resume

      \(HelpSection.more("evaluate"))
      """)

  @OptionGroup(title: HelpSection.input) var input: InputOptions

  @OptionGroup var options: RestorationEvaluationOptions

  struct InputOptions: ParsableArguments {
    @Option(
      help: ArgumentHelp("Data set: levin or kodak. (default: levin)", valueName: "name"),
      transform: { try RestorationSuite.Name($0, among: [.levin, .kodak]) })
    var set = RestorationSuite.Name.levin

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Level of the added noise in 0...255, or 0.", valueName: "s"),
      transform: NoiseStrength.number(orNone: true))
    var sigma: Double
  }

  func validate() throws {
    if let method = ClassicalMethod(rawValue: options.model) {
      try options.way.checkUnused(by: method)
    }
  }

  func run() throws {
    try options.report(
      input.set, .deblurring(sigma: input.sigma), besides: ClassicalMethod.allCases)
  }
}
