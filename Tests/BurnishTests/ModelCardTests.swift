import Burnish
import BurnishCore
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
      degradation: .upsampling(factor: 8, protocol: .dknBicubic),
      recipe: "steps: 40000\n# \"quoted\"\n", steps: 40000,
      data: "NYU v2", dataLicense: "academic use",
      figures: [
        .init(set: "lu", protocol: "dkn-bicubic", factor: 8, metric: "rmse", value: 2.125),
        .init(set: "nyu", protocol: "noise", sigma: 12.5, metric: "rmse", value: 2),
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

  @Test func namesTheEngineWhereItIsNotBurnish() throws {
    var card = try Self.card()
    #expect(card.engine == nil)
    #expect(try #require(card.metadata()["burnish.card"]).contains("engine") == false)
    card.engine = "PyTorch, one GPU"
    #expect(try ModelCard(metadata: card.metadata(), path: "x") == card)
    #expect(try ModelCard(metadata: card.metadata(), path: "x").engine == "PyTorch, one GPU")
  }

  @Test(arguments: [
    ("", "it is not JSON"),
    ("{\"name\": \"x\"}", "no \"task\""),
    ("{\"name\": 3}", "wrong type of \"name\""),
    ("{\"name\": \"x\", \"task\": \"juggling\"}", "wrong value of \"task\""),
    (
      ModelCardTests.text(degradation: "{\"kind\": \"rain\"}"),
      "wrong value of \"degradation.kind\""
    ),
    (
      ModelCardTests.text(degradation: "{\"kind\": \"upsampling\", \"factor\": 8.5}"),
      "wrong value of \"degradation.factor\""
    ),
    (
      ModelCardTests.text(
        degradation: "{\"kind\": \"upsampling\", \"factor\": 0, \"protocol\": \"djf-nearest\"}"),
      "degradation.factor: 0"
    ),
    (
      ModelCardTests.text(degradation: "{\"kind\": \"gaussian-noise\"}"), "no \"degradation.sigma\""
    ),
    (
      ModelCardTests.text(degradation: "{\"kind\": \"gaussian-noise\", \"sigma\": -3}"),
      "degradation.sigma: -3"
    ),
    (ModelCardTests.text(steps: "1.5"), "wrong value of \"steps\""),
    (ModelCardTests.text(steps: "1, \"engine\": 7"), "wrong type of \"engine\""),
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

  /// The text of a card.
  static func text(
    degradation: String = "{\"kind\": \"gaussian-noise\", \"sigma\": 25}", steps: String = "10"
  ) -> String {
    """
    {"name": "x", "task": "depth-upsampling", "degradation": \(degradation), "steps": \(steps),
     "architecture": {"name": "FDKN", "hyperparameters": {}}, "recipe": "", "data": "",
     "dataLicence": "", "figures":
     [{"set": "lu", "protocol": "dkn-bicubic", "factor": 8, "metric": "rmse", "value": 1}]}
    """
  }

  @Test(arguments: ["dataLicence", "dataLicense"])
  func bothSpellingsOfTheLicenseAreRead(_ key: String) throws {
    let text = Self.text().replacing(#""dataLicence": """#, with: "\"\(key)\": \"MIT\"")
    let card = try ModelCard(metadata: [ModelCard.metadataKey: text], path: "w")
    #expect(card.dataLicense == "MIT")
    // Files keep the old spelling.
    #expect(card.metadata()[ModelCard.metadataKey]?.contains(#""dataLicence":"MIT""#) == true)
  }

  @Test func degradationsAreObjectsWithAKind() throws {
    let text = Self.text()
    let card = try ModelCard(metadata: [ModelCard.metadataKey: text], path: "w")
    #expect(card.degradation == .gaussianNoise(sigma: 25))
    #expect(card.figures[0].description == "lu x8 rmse 1.000 (dkn-bicubic)")
    let upsampling = try JSONValue(
      encoding: Degradation.upsampling(factor: 8, protocol: .djfNearest))
    #expect(
      upsampling
        == .object([
          "kind": .string("upsampling"), "factor": .number(8), "protocol": .string("djf-nearest"),
        ]))
    #expect(
      try upsampling.decoded(as: Degradation.self)
        == .upsampling(factor: 8, protocol: .djfNearest))
  }
}
