import Burnish
import BurnishEvaluation
import BurnishTensors
import Testing

private let shipped = (try? ShippedWeights.installed().entries) ?? []
private let upsampling = shipped.filter { $0.factor != nil }

/// Every weight file that the package ships does what its name and its card say.
@Suite(.enabled(if: !shipped.isEmpty, "the package ships no weights"))
struct ShippedModelTests {
  @Test(arguments: shipped) func cardsAgreeWithNames(_ entry: ShippedWeights.Entry) throws {
    let card = try WeightFile(contentsOf: entry.path).card
    #expect(card.name == entry.name)
    #expect(
      entry.variant.hasPrefix(ModelCard.variant(of: card.task, undoing: card.degradation)))
    if case .upsampling(_, let depthProtocol) = card.degradation {
      let wanted: DepthProtocol =
        switch entry.name {
        case "dkn", "fdkn": .dknBicubic
        case "deepam": .bmp3
        default: .djfNearest
        }
      #expect(depthProtocol == wanted)
    }
    #expect(card.steps > 0 && !card.recipe.isEmpty)
    #expect(!card.data.isEmpty && !card.dataLicence.isEmpty)
    #expect(card.figures.allSatisfy { $0.factor == entry.factor && $0.value > 0 })
  }

  /// On a scene that no training has seen, with exact depth, a network must leave bicubic far behind.
  @Test(arguments: upsampling) func aRoomIsRestored(_ entry: ShippedWeights.Entry) throws {
    let factor = try #require(entry.factor)
    let model = try DepthModel.named(entry.name, factor: factor)
    let outcome = try Demonstration(model: model, factor: factor).run()
    #expect(
      outcome.modelError < 0.85 * outcome.bicubicError,
      "\(outcome.modelError) mm against \(outcome.bicubicError) mm")
  }
}
