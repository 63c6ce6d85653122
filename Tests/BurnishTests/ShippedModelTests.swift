import Burnish
import BurnishData
import BurnishEvaluation
import BurnishTensors
import Testing

private let shipped = (try? ShippedWeights.installed().entries) ?? []
private let upsampling = shipped.filter { $0.factor != nil }
private let guided = shipped.filter { $0.factor != nil || $0.variant.hasPrefix("noise") }
private let unguided = shipped.filter { $0.variant.hasPrefix("sigma") || $0.variant == "blind" }

/// Every weight file that the package ships matches its name and its card.
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
    #expect(!card.data.isEmpty && !card.dataLicense.isEmpty)
    let factor: Int? =
      switch card.degradation {
      case .upsampling(let factor, _), .classScores(let factor): factor
      case .gaussianNoise, .gaussianNoiseRange, .pairs, .lostColors: nil
      }
    #expect(card.figures.allSatisfy { $0.factor == factor && $0.value > 0 })
  }

  /// On a scene that no training used, with exact depth, a network must be clearly better than bicubic.
  @Test(arguments: upsampling) func aRoomIsRestored(_ entry: ShippedWeights.Entry) throws {
    let factor = try #require(entry.factor)
    let model = try ModelCatalog().jointModel(entry.name, for: .upsampling(factor: factor))
    let outcome = try Demonstration(model: model, factor: factor).run()
    #expect(
      outcome.modelError < 0.85 * outcome.bicubicError,
      "\(outcome.modelError) mm against \(outcome.bicubicError) mm")
  }

  /// The degraded depth or gray of the synthetic scene, `[1, 1, 144, 208]`, and the scene's colors.
  private func degraded(_ card: ModelCard) -> (target: Tensor, guide: Tensor) {
    let view = SyntheticScene().view(width: 208, height: 144)
    let isDepth = card.task == .depthUpsampling
    let plane = isDepth ? view.depth : view.color.split(counts: [1, 1, 1])[1]
    var random = RandomNumbers(seed: 1)
    let truth = plane * (1 / plane.values.max()!)
    return (card.degradation.applied(to: truth, random: &random), view.color)
  }

  /// Tiles give the same result as the whole, except for rounding. DeepAM has an unlimited reach, so pixels
  /// beyond its margin may change a sample by an eighth of a level of 255.
  private func expectAlike(_ parts: Tensor, _ whole: Tensor, _ card: ModelCard) {
    let tolerance: Float = card.architecture.name.hasSuffix("DeepAM") ? 5e-4 : 1e-4
    let worst = zip(parts.values, whole.values).map { abs($0 - $1) }.max()!
    #expect(worst < tolerance, "\(worst)")
  }

  @Test(arguments: guided) func partsUnderAGuideFitTogether(_ entry: ShippedWeights.Entry) throws {
    let model = try JointModel(contentsOf: entry.path)
    let card = try #require(model.card)
    let (target, guide) = degraded(card)
    let parts = try TiledFilter(model.filter, tileSize: 64).filter(target: target, guide: guide)
    expectAlike(parts, model.filter.filter(target: target, guide: guide), card)
  }

  @Test(arguments: unguided) func partsWithoutAGuideFitTogether(
    _ entry: ShippedWeights.Entry
  ) throws {
    let model = try ImageModel(contentsOf: entry.path)
    let card = try #require(model.card)
    var denoiser = ImageDenoiser(model)
    let target = degraded(card).target
    let whole = try denoiser.denoised(target)
    denoiser.tileSize = 64
    try expectAlike(denoiser.denoised(target), whole, card)
  }
}
