import Burnish

/// Lists the shipped models, and opens one by its path:
///
///     swift run ListModels
@main
struct ListModels {
  static func main() throws {
    let entries = try ShippedWeights.installed().entries
    for entry in entries {
      let card = try WeightFile(contentsOf: entry.path).card
      let figures = card.figures.map(\.description).joined(separator: ", ")
      print(
        "\(entry.title.name), \(entry.title.purpose): undoes \(card.degradation.description); \(figures)"
      )
    }
    guard let entry = entries.first(where: { $0.name == "fdkn" && $0.factor == 8 }) else { return }
    let model = try ModelCatalog().jointModel(entry.path, for: .upsampling(factor: 8))
    print("opened by path: \(model.name)")
  }
}
