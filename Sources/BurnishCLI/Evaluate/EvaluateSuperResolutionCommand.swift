import ArgumentParser
import BurnishEvaluation

struct EvaluateSuperResolutionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "superres",
    abstract: "Measure how well reduced pictures are enlarged.",
    discussion: """
      Prints PSNR in decibels of bicubic enlargement and of the result, and the seconds for every \
      picture, and their means, under the protocol daep-sr: pictures of 8 bits, cropped to a multiple \
      of the factor, are reduced as MATLAB's imresize does and rounded; the rounded result is \
      measured in all three colors without a border of as many pixels as the factor. The data \
      folder holds natural/Set5 and natural/Set14.

      Example:
        burnish evaluate superres --data DIR --set set5 --factor 3 --json set5-x3.json --resume
      """)

  @Option(
    help: "The data set: set5 or set14. (default: set5)",
    transform: { try RestorationSuite.Name($0, among: [.set5, .set14]) })
  var set = RestorationSuite.Name.set5

  @Option(
    parsing: .unconditional,
    help: "How many times the resolution is reduced: a whole number of 2 to 16.",
    transform: number(of: "--factor", in: 2...16))
  var factor: Int

  @OptionGroup var options: RestorationEvaluationOptions

  func run() throws { try options.report(set, .superResolution(factor: factor)) }
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
