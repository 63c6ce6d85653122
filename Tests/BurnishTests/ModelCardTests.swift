import Burnish
import BurnishTensors
import Testing

@Suite struct ModelCardTests {
  struct Hyperparameters: Codable, Hashable {
    var kernelSize = 3
    var isResidual = true
    var channels = [32, 64]
    var name: String? = "wide"
    var rate = 0.25
  }

  static func card() throws -> ModelCard {
    ModelCard(
      name: "fdkn", task: .depthUpsampling,
      architecture: .init(
        name: "FDKN", hyperparameters: try JSONValue(encoding: Hyperparameters())),
      factor: 8, protocol: .dknBicubic, recipe: "steps: 40000\n# \"quoted\"\n", steps: 40000,
      data: "NYU v2", dataLicence: "academic use",
      figures: [
        .init(set: "lu", protocol: .dknBicubic, factor: 8, metric: "rmse", value: 2.125)
      ])
  }

  @Test func survivesTheMetadata() throws {
    let card = try Self.card()
    let metadata = card.metadata()
    #expect(Array(metadata.keys) == ["burnish.card"])
    #expect(try ModelCard(metadata: metadata, path: "x") == card)
    #expect(card.metadata() == metadata)
    let hyperparameters = try card.architecture.hyperparameters.decoded(as: Hyperparameters.self)
    #expect(hyperparameters == Hyperparameters())
  }

  @Test(arguments: [
    ("", "it is not JSON"),
    ("{\"name\": \"x\"}", "no \"task\""),
    ("{\"name\": 3}", "wrong type of \"name\""),
    ("{\"name\": \"x\", \"task\": \"juggling\"}", "wrong value of \"task\""),
  ])
  func saysWhatIsWrong(text: String, found: String) throws {
    let failure = try #require(throws: Failure.self) {
      try ModelCard(metadata: [ModelCard.metadataKey: text], path: "w.safetensors")
    }
    #expect(failure.kind == .badData)
    #expect(failure.subject == "w.safetensors")
    #expect(failure.found.contains(found), "\(failure)")
  }

  @Test func noticesAMissingCard() throws {
    let failure = try #require(throws: Failure.self) {
      try ModelCard(metadata: ["other": "{}"], path: "w.safetensors")
    }
    #expect(failure.found.contains("no model card"))
  }

  @Test func refusesASenselessFactor() throws {
    var card = try Self.card()
    card.factor = 0
    let metadata = card.metadata()
    #expect(throws: Failure.self) { try ModelCard(metadata: metadata, path: "w") }
  }
}
