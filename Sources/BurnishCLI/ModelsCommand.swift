import ArgumentParser
import Burnish
import Foundation

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models",
    abstract: "List the shipped models: task, size, figures, training data.",
    discussion: """
      Example:
        burnish models
      """)

  func run() throws {
    for (index, entry) in try ShippedWeights.installed().entries.enumerated() {
      let weights = try WeightFile(contentsOf: entry.path)
      if index > 0 { print() }
      print("\(entry.name) \(entry.variant)")
      for (label, value) in rows(weights, path: entry.path) {
        print("  \(label.padding(toLength: 14, withPad: " ", startingAt: 0))\(value)")
      }
    }
  }

  private func rows(_ weights: WeightFile, path: String) -> [(String, String)] {
    let card = weights.card
    return [
      ("task", card.task.rawValue),
      ("architecture", card.architecture.name),
      ("undoes", card.purpose),
      ("size", "\(weights.count) numbers"),
      ("training", "\(card.steps) steps on \(card.data)"),
      ("data licence", card.dataLicence),
      (
        "figures",
        card.figures.isEmpty
          ? "none measured" : card.figures.map(\.words).joined(separator: ", ")
      ),
      ("file", path),
    ]
  }
}
