import Burnish
import BurnishCore
import BurnishImport
import BurnishModels
import BurnishNetworks
import BurnishTensors
import Foundation
import Testing

/// MatConvNet's networks, compared with the arithmetic of their release for the same weights.
@Suite struct MATLABTests {
  static let reading: ModelImport = {
    var reading = ModelImport()
    (reading.factor, reading.residual) = (4, true)
    return reading
  }()

  @Test(arguments: ["djf-5.mat", "djf-5-plain.mat", "djf-73.mat"])
  func givesWhatTheReleaseGives(_ name: String) throws {
    let model = try Self.reading.model(from: golden(name))
    #expect(model.card.name == "djfr" && model.card.dataLicense == "unknown")
    #expect(model.card.degradation == .upsampling(factor: 4, protocol: .djfNearest))
    let hyperparameters = try model.card.architecture.hyperparameters
      .decoded(as: DJF.Hyperparameters.self)
    #expect(hyperparameters.branchChannels == [7, 5, 1])
    #expect(hyperparameters.jointChannels == [6, 4, 1])
    #expect(hyperparameters.branchKernelSizes == [9, 1, 5])
    #expect(hyperparameters.branchPadding == 2 && hyperparameters.jointPadding == 0)
    let (target, guide) = (try expected("djf.target"), try expected("djf.guide"))
    let filter = try model.filter().filter
    let output = filter.filter(target: target, guide: guide)
    let difference = maximumDifference(output, try expected("djf.output"))
    #expect(difference < 5e-6, "\(difference)")
    let network = DJF(hyperparameters)
    try network.parameters.load(model.weights, from: name)
    let recorded = network(Variable(constant: target), guide: Variable(constant: guide))
    #expect(maximumDifference(recorded.value, try expected("djf.output")) < 5e-6)
    var other = Self.reading
    other.residual = false
    let plain = try other.model(from: golden(name))
    #expect(plain.card.name == "djf")
    let plainFilter = try plain.filter().filter
    let without = plainFilter.filter(target: target, guide: guide)
    #expect(maximumDifference(without + target, output) < 5e-6)
  }

  /// Tiles of an image fit together, although convolutions add zeros at their borders.
  @Test func partsFitTogether() throws {
    let model = try Self.reading.model(from: golden("djf-5.mat"))
    let filter = try model.filter().filter
    var random = RandomNumbers(seed: 5)
    let target = random.uniform(shape: [1, 1, 100, 150], in: 0..<1)
    let guide = random.uniform(shape: [1, 3, 100, 150], in: 0..<1)
    let whole = filter.filter(target: target, guide: guide)
    let parts = try TiledFilter(filter, tileSize: 64).filter(target: target, guide: guide)
    #expect(maximumDifference(whole, parts) < 1e-5)
  }

  @Test(arguments: [
    ("refused-shape.mat", ["\"net.layers{3}.weights_depth{1}\"", "[1, 1, 9, 5]", "[1, 1, 7, 5]"]),
    ("refused-pool.mat", ["\"net.layers{4}\"", "\"pool\""]),
    ("refused-plain.mat", ["\"net.layers{1}\"", "no ReLU"]),
    ("refused-leak.mat", ["\"net.layers{2}\"", "leaks"]),
    ("refused-even.mat", ["\"net.layers{1}.weights{1}\"", "[8, 8, 3, 7]", "odd"]),
    ("refused-other.mat", ["\"net.layers{1}\"", "\"kernels\""]),
  ])
  func refuses(_ name: String, mentions: [String]) throws {
    expectRefused(try golden(name), by: Self.reading, mentions: mentions)
  }

  @Test func asksForWhatTheFileLeavesOpen() throws {
    var reading = ModelImport()
    reading.factor = 4
    let failure = #expect(throws: Failure.self) { try reading.model(from: golden("djf-5.mat")) }
    #expect(failure?.kind == .usage && failure?.choice == .residual)
  }

  @Test func knowsTheNamesOfReleases() throws {
    try withFolder { folder in
      for (name, skip, degradation) in [
        ("Upsampling_8x.mat", false, Degradation.upsampling(factor: 8, protocol: .djfNearest)),
        ("Upsampling_res_16x.mat", true, .upsampling(factor: 16, protocol: .djfNearest)),
        ("NoiseReduction.mat", false, .gaussianNoise(sigma: 8.06)),
        ("NoiseReduction_res.mat", true, .gaussianNoise(sigma: 8.06)),
      ] {
        let path = "\(folder)/\(name)"
        try FileManager.default.copyItem(atPath: golden("djf-73.mat"), toPath: path)
        let model = try ModelImport().model(from: path)
        #expect(model.card.name == (skip ? "djfr" : "djf"))
        #expect(model.card.degradation == degradation && model.takenFromName.count == 2)
      }
    }
  }
}
