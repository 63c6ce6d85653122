import Burnish
import BurnishEvaluation
import BurnishTensors
import Testing

private let shipped = (try? ShippedWeights.installed().entries) ?? []

/// Every weight file that the package ships does what its name and its card say.
@Suite(.enabled(if: !shipped.isEmpty, "the package ships no weights"))
struct ShippedModelTests {
  @Test(arguments: shipped) func cardsAgreeWithNames(_ entry: ShippedWeights.Entry) throws {
    let card = try WeightFile(contentsOf: entry.path).card
    #expect(card.name == entry.name && card.factor == entry.factor)
    #expect(card.protocol == (entry.name == "fdkn" ? .dknBicubic : .djfNearest))
    #expect(card.steps > 0 && !card.recipe.isEmpty)
    #expect(!card.data.isEmpty && !card.dataLicence.isEmpty)
    #expect(card.figures.allSatisfy { $0.factor == entry.factor && $0.value > 0 })
  }

  /// On a scene that no training has seen, with exact depth, a network must leave bicubic far behind.
  @Test(arguments: shipped) func aRoomIsRestored(_ entry: ShippedWeights.Entry) throws {
    let model = try DepthModel.named(entry.name, factor: entry.factor)
    let outcome = try Demonstration(model: model, factor: entry.factor).run()
    #expect(
      outcome.modelError < 0.85 * outcome.bicubicError,
      "\(outcome.modelError) mm against \(outcome.bicubicError) mm")
  }
}
