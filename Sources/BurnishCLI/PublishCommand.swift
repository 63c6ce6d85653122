import ArgumentParser
import Burnish
import BurnishEvaluation
import Foundation

struct PublishCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Measure trained weights and write them in half precision, figures in their card.",
    discussion: """
      The error on each set is measured with the rounded weights, by the protocol and the factor \
      that they were trained for.

      Example:
        burnish publish runs/fdkn-x8/best.safetensors --data DIR -o fdkn-x8.safetensors
      """)

  @Argument(help: ArgumentHelp("The weights that a training left.", valueName: "weights"))
  var weights: String

  @OptionGroup var data: DataOptions

  @Option(help: "Sets to measure on: middlebury, lu, nyu, rgbdd. (default: all of them)")
  var set: [DepthSuite.Name] = DepthSuite.Name.allCases

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The .safetensors file to write.", valueName: "file"))
  var output: String

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    threads.apply()
    try OutputFile.check(output, inputs: [weights])
    let directory = try data.directory()
    let suites = try set.map { try DepthSuite($0, dataDirectory: directory) }
    let progress = ProgressLine()
    let card = try WeightPublication(suites: suites).publish(weights, to: output) {
      progress.show($0)
    }
    progress.clear()
    for figure in card.figures {
      print(figure.words)
    }
  }
}
