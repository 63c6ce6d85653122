import Burnish
import BurnishCore
import BurnishModels
import BurnishNetworks
import BurnishTensors
import Foundation
import Testing

/// Models from weight files, and the reach that they declare.
@Suite struct WeightFileTests {
  static func card(
    _ name: String, _ hyperparameters: some Encodable,
    degradation: Degradation = .upsampling(factor: 4, protocol: .djfNearest)
  ) throws -> ModelCard {
    ModelCard(
      name: name.lowercased(), task: .depthUpsampling,
      architecture: .init(name: name, hyperparameters: try JSONValue(encoding: hyperparameters)),
      degradation: degradation, recipe: "", steps: 1, data: "none", dataLicense: "none")
  }

  static func fdkn(kernelSize: Int = 3, windowRadius: Int = 7) -> FDKN {
    var hyperparameters = FDKN.Hyperparameters()
    hyperparameters.channels = [4, 6, 4, 8, 4, 8]
    hyperparameters.kernelSize = kernelSize
    hyperparameters.windowRadius = windowRadius
    return FDKN(hyperparameters, seed: 3)
  }

  static func djf(skip: Bool = true) -> DJF {
    var hyperparameters = DJF.Hyperparameters()
    hyperparameters.branchChannels = [6, 5, 1]
    hyperparameters.jointChannels = [5, 4, 1]
    hyperparameters.skip = skip
    return DJF(hyperparameters, seed: 4)
  }

  /// Calls `body` with the path of a file, which is removed at the end.
  static func withFile(
    _ tensors: [String: Tensor], metadata: [String: String], _ body: (String) throws -> Void
  ) throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Safetensors.write(tensors, metadata: metadata, to: path)
    try body(path)
  }

  static let target = TiledFilterTests.image(channels: 1, height: 90, width: 102)
  static let guide = TiledFilterTests.image(channels: 3, height: 90, width: 102)

  @Test(arguments: ["FDKN", "DJF"]) func aModelComesBackFromItsFile(_ name: String) throws {
    let network: any JointNetwork = name == "FDKN" ? Self.fdkn() : Self.djf()
    let card =
      name == "FDKN"
      ? try Self.card(name, Self.fdkn().hyperparameters)
      : try Self.card(name, Self.djf().hyperparameters)
    let tensors = network.parameters.snapshot()
    try Self.withFile(tensors, metadata: card.metadata()) { path in
      let model = try JointModel(contentsOf: path)
      #expect(model.name == name.lowercased())
      #expect(model.protocol == .djfNearest && model.card == card)
      let wanted = network.filter(Self.target, guide: Self.guide)
      #expect(model.filter.filter(target: Self.target, guide: Self.guide).values == wanted.values)
      #expect(wanted.values != Self.target.values)
      #expect(try ModelCatalog().jointModel(path, for: .upsampling(factor: 4)).card == card)
      let failure = #expect(throws: Failure.self) {
        try ModelCatalog().jointModel(path, for: .upsampling(factor: 8))
      }
      #expect(failure?.found == "weights for x4")
      let file = try WeightFile(contentsOf: path)
      #expect(file.card == card)
      #expect(file.count == tensors.values.reduce(0) { $0 + $1.count })
    }
  }

  /// One variant for each design choice.
  static let variants: [any JointArchitecture] = [
    variant(FDKN.Hyperparameters()) {
      ($0.channels, $0.kernelSource) = ([4, 4, 4, 4, 4, 8], .guide)
    },
    variant(FDKN.Hyperparameters()) {
      ($0.channels, $0.kernelSource, $0.residual) = ([4, 4, 4, 4, 4, 8], .target, false)
    },
    variant(FDKN.Hyperparameters()) {
      ($0.channels, $0.kernelSize, $0.offsets) = ([4, 4, 4, 4, 4, 8], 7, .none)
      $0.guide = .gray
    },
    variant(DKN.Hyperparameters()) { $0.channels = [4, 4, 4, 4, 4, 6, 8] },
    variant(DKN.Hyperparameters()) {
      ($0.channels, $0.kernelSource, $0.residual) = ([4, 4, 4, 4, 4, 6, 8], .guide, false)
    },
    variant(DKN.Hyperparameters()) {
      ($0.channels, $0.kernelSource) = ([4, 4, 4, 4, 4, 6, 8], .target)
      ($0.kernelSize, $0.offsets) = (15, .none)
    },
    variant(DJF.Hyperparameters()) {
      ($0.branchChannels, $0.branchKernelSizes, $0.branchEndsInReLU) = ([6, 5], [9, 1], true)
      ($0.jointChannels, $0.jointKernelSizes) = ([5, 4, 4, 1], [5, 9, 1, 5])
    },
    variant(DJF.Hyperparameters()) {
      ($0.branchChannels, $0.branchKernelSizes, $0.skip) = ([], [], false)
    },
  ]

  private static func variant<Value>(_ value: Value, _ change: (inout Value) -> Void) -> Value {
    var value = value
    change(&value)
    return value
  }

  /// Loading builds the variant that the file describes, and its tiles fit together as well.
  @Test(arguments: variants.indices) func aVariantComesBackFromItsFile(_ index: Int) throws {
    let hyperparameters = Self.variants[index]
    let network = hyperparameters.network(seed: 5)
    var card = try Self.card("any", [Int]())
    card.architecture = Architecture(hyperparameters).cardEntry()
    try Self.withFile(network.parameters.snapshot(), metadata: card.metadata()) { path in
      let filter = try JointModel(contentsOf: path).filter
      let wanted = network.filter(Self.target, guide: Self.guide)
      let whole = filter.filter(target: Self.target, guide: Self.guide)
      #expect(whole.values == wanted.values)
      let tiled = try TiledFilter(filter, tileSize: 64).filter(
        target: Self.target, guide: Self.guide)
      let worst = zip(whole.values, tiled.values).map { abs($0 - $1) }.max()!
      #expect(worst < 1e-4, "\(hyperparameters): \(worst)")
    }
  }

  /// Files from before some of the design choices existed lack their keys.
  @Test func olderCardsMeanWhatTheyMeant() throws {
    let cards: [(String, any ArchitectureHyperparameters, [String])] = [
      ("FDKN", Self.fdkn().hyperparameters, ["kernelSource", "offsets"]),
      ("DJF", Self.djf(skip: false).hyperparameters, ["branchEndsInReLU"]),
    ]
    for (name, hyperparameters, keys) in cards {
      var entry = try Architecture(hyperparameters).cardEntry()
      guard case .object(var values) = entry.hyperparameters else {
        Issue.record("the hyperparameters of \(name) are no object")
        continue
      }
      for key in keys { #expect(values.removeValue(forKey: key) != nil) }
      entry.hyperparameters = .object(values)
      #expect(try Architecture(entry, path: "old") == Architecture(hyperparameters))
    }
  }

  /// Weights for one purpose are refused for another.
  @Test func aModelForNoiseIsNoneForUpsampling() throws {
    let network: any JointNetwork = Self.fdkn()
    let card = try Self.card(
      "FDKN", Self.fdkn().hyperparameters, degradation: .gaussianNoise(sigma: 18))
    try Self.withFile(network.parameters.snapshot(), metadata: card.metadata()) { path in
      let model = try ModelCatalog().jointModel(path, for: .noiseReduction)
      #expect(model.card == card)
      let wanted = network.filter(Self.target, guide: Self.guide)
      #expect(model.filter.filter(target: Self.target, guide: Self.guide).values == wanted.values)
      let named = #expect(throws: Failure.self) {
        try ModelCatalog().jointModel(path, for: .upsampling(factor: 4))
      }
      #expect(named?.kind == .badData)
      #expect(named?.found == "weights for noise reduction" && named?.wanted == "weights for x4")
    }
  }

  /// Tiles with a margin of the declared reach give the same result as the whole image.
  @Test func partsOfNetworksFitTogether() throws {
    let networks: [(String, any JointNetwork, ModelCard)] = [
      ("FDKN", Self.fdkn(), try Self.card("FDKN", Self.fdkn().hyperparameters)),
      (
        "FDKN, wide window", Self.fdkn(kernelSize: 5, windowRadius: 40),
        try Self.card("FDKN", Self.fdkn(kernelSize: 5, windowRadius: 40).hyperparameters)
      ),
      ("DJF", Self.djf(skip: false), try Self.card("DJF", Self.djf(skip: false).hyperparameters)),
    ]
    for (name, network, card) in networks {
      try Self.withFile(network.parameters.snapshot(), metadata: card.metadata()) { path in
        let filter = try JointModel(contentsOf: path).filter
        let whole = filter.filter(target: Self.target, guide: Self.guide).values
        let tiled = try TiledFilter(filter, tileSize: 64)
          .filter(target: Self.target, guide: Self.guide).values
        let worst = zip(whole, tiled).map { abs($0 - $1) }.max()!
        #expect(worst < 1e-4, "\(name): \(worst)")
      }
    }
  }

  @Test func damagedWeightsAreRefused() throws {
    let tensors = Self.fdkn().parameters.snapshot()
    let card = try Self.card("FDKN", Self.fdkn().hyperparameters)
    func failure(_ tensors: [String: Tensor], _ card: ModelCard) throws -> Failure? {
      var failure: Failure?
      try Self.withFile(tensors, metadata: card.metadata()) { path in
        failure = #expect(throws: Failure.self) { try JointModel(contentsOf: path) }
        #expect(failure?.kind == .badData && failure?.subject == path)
      }
      return failure
    }
    let name = try #require(tensors.keys.min())
    var missing = tensors
    missing[name] = nil
    #expect(try failure(missing, card)?.found.contains(name) == true)
    var infinite = tensors
    infinite[name] = Tensor(repeating: .nan, shape: tensors[name]!.shape)
    #expect(try failure(infinite, card)?.found.contains("NaN") == true)
    var unknown = card
    unknown.architecture.name = "VGG"
    #expect(try failure(tensors, unknown)?.found.contains("VGG") == true)
    var other = card
    other.architecture.hyperparameters = .object(["channels": .string("many")])
    #expect(try failure(tensors, other)?.found.contains("hyperparameters") == true)
    let outOfRange: [(FDKN.Hyperparameters) -> FDKN.Hyperparameters] = [
      {
        var changed = $0
        changed.channels = [1, 2]
        return changed
      },
      {
        var changed = $0
        changed.channels[2] = -4
        return changed
      },
      {
        var changed = $0
        changed.kernelSize = 4
        return changed
      },
      {
        var changed = $0
        changed.windowRadius = 100_000
        return changed
      },
    ]
    for change in outOfRange {
      let damaged = try Self.card("FDKN", change(Self.fdkn().hyperparameters))
      #expect(try failure(tensors, damaged)?.found.contains("out of range") == true)
    }
    var shapes = DJF.Hyperparameters()
    shapes.jointKernelSizes = [9, 1]
    #expect(
      try failure(tensors, Self.card("DJF", shapes))?.found.contains("jointKernelSizes") == true)
  }
}
