import ArgumentParser
import Burnish
import BurnishCore
import Foundation

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "List models with their tasks, figures, and data.",
    discussion: """
      Examples:
        burnish models
        burnish models runs/mine/best.safetensors
        burnish models first.safetensors second.safetensors

      \(HelpSection.more("models"))
      """)

  @Argument(help: ArgumentHelp("Weight files. (default: the shipped models)", valueName: "file"))
  var files: [String] = []

  func run() throws {
    let shipped = try files.isEmpty ? ShippedWeights.installed().entries : []
    let paths = files.isEmpty ? shipped.map(\.path) : files
    for (index, path) in paths.enumerated() {
      let weights = try WeightFile(contentsOf: path)
      if index > 0 { print() }
      let title = files.isEmpty ? shipped[index].title : weights.card.title
      print("\(title.name.printable) \(title.purpose)")
      for (label, value) in rows(weights, path: path) {
        print("  \(label.padding(toLength: 14, withPad: " ", startingAt: 0))\(value.printable)")
      }
    }
  }

  private func rows(_ weights: WeightFile, path: String) -> [(String, String)] {
    let card = weights.card
    return [
      ("task", card.task.rawValue),
      ("architecture", card.architecture.name),
      ("settings", card.architecture.hyperparameters.description),
      ("undoes", card.purpose),
      ("size", "\(weights.count) numbers"),
      ("training", "\(counted(card.steps, "step")) on \(card.data)"),
    ] + (card.engine.map { [("engine", $0)] } ?? []) + [
      ("data license", card.dataLicense),
      (
        "figures",
        card.figures.isEmpty
          ? "none measured" : card.figures.map(\.description).joined(separator: ", ")
      ),
      ("file", path),
    ]
  }
}
