import BurnishModels
import BurnishNetworks
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@testable import Burnish

/// The descent against a PyTorch twin in double precision (Scripts/golden/restoration.py).
@Suite struct AutoencodingDescentTests {
  private static func prior() throws -> AutoencodingPrior {
    var hyperparameters = DenoisingAutoencoder.Hyperparameters()
    (hyperparameters.channels, hyperparameters.depth) = (6, 4)
    let network = DenoisingAutoencoder(hyperparameters)
    let name = "descent.weights"
    try network.parameters.load(Golden(name).tensors, from: name)
    return AutoencodingPrior(network, sigma: 25)
  }

  private static func degradation(
    _ name: String, _ golden: Golden
  ) throws -> (map: any PictureOperator, interior: Cut?, weighting: AutoencodingDescent.Weighting) {
    let shape = golden["truth"].shape
    let kernel = try BlurKernel(golden["kernel"])
    switch name {
    case "blur":
      return (
        Blur(kernel, border: .valid, of: shape), Cut(of: shape, rows: 2..<13, columns: 1..<11),
        .balanced(sigma: 12.75)
      )
    default:
      return (
        Composition([
          Blur(kernel, border: .replicate, of: shape),
          PointSampling(of: shape, factor: 3, offset: 1),
        ]), nil, .fading
      )
    }
  }

  @Test(arguments: ["blur", "sampling"])
  func everyIterationIsTheTwins(_ name: String) throws {
    let golden = try Golden("descent")
    let (map, interior, weighting) = try Self.degradation(name, golden)
    var descent = AutoencodingDescent(weighting: weighting)
    descent.iterations = 8
    let noise = splitChannels(
      golden["\(name).noise"].reshaped(to: [1, 24, 15, 12]), counts: Array(repeating: 3, count: 8))
    let pictures = splitChannels(
      golden["\(name).pictures"].reshaped(to: [1, 24, 15, 12]),
      counts: Array(repeating: 3, count: 8))
    let result = try descent.restored(
      golden["\(name).observed"], degradedBy: map, prior: Self.prior(),
      from: golden["\(name).start"], interior: interior, noise: { noise[$0 - 1] },
      shouldStop: { false },
      observer: { iteration, picture in
        let index = iteration.number - 1
        let found = mismatch(
          picture, ReferenceTensor(pictures[index]), Tolerance(absolute: 5e-6))
        #expect(found == nil, "iteration \(iteration.number): \(found ?? "")")
        for (value, wanted) in [
          (iteration.dataResidual, golden["\(name).data"].values[index]),
          (iteration.priorResidual, golden["\(name).prior"].values[index]),
        ] { #expect(abs(value / Double(wanted) - 1) < 1e-5) }
      })
    #expect(result.isComplete && result.iterations.count == 8)
    #expect(
      mismatch(result.picture, ReferenceTensor(pictures[7]), Tolerance(absolute: 5e-6)) == nil)
  }

  @Test func theSeedDecides() throws {
    let golden = try Golden("descent")
    let (map, _, weighting) = try Self.degradation("sampling", golden)
    func restored(seed: UInt64) throws -> Tensor {
      var descent = AutoencodingDescent(weighting: weighting)
      (descent.iterations, descent.seed) = (3, seed)
      return try descent.restored(
        golden["sampling.observed"], degradedBy: map, prior: Self.prior(),
        from: golden["sampling.start"]
      ).picture
    }
    #expect(try byteMismatch(restored(seed: 1), restored(seed: 1)) == nil)
    #expect(try byteMismatch(restored(seed: 1), restored(seed: 2)) != nil)
  }

  /// Whoever stops the work gets what it has come to.
  @Test func workThatIsEndedGivesWhatThereIs() throws {
    let golden = try Golden("descent")
    let (map, _, weighting) = try Self.degradation("sampling", golden)
    var descent = AutoencodingDescent(weighting: weighting)
    descent.iterations = 5
    var seen: [Tensor] = []
    let stopped = try descent.restored(
      golden["sampling.observed"], degradedBy: map, prior: Self.prior(),
      from: golden["sampling.start"], shouldStop: { seen.count == 2 },
      observer: { seen.append($1) })
    #expect(!stopped.isComplete && stopped.iterations.map(\.number) == [1, 2])
    #expect(byteMismatch(stopped.picture, seen[1]) == nil)
    descent.iterations = 0
    let none = try descent.restored(
      golden["sampling.observed"], degradedBy: map, prior: Self.prior(),
      from: golden["sampling.start"])
    #expect(none.isComplete && none.iterations.isEmpty)
    #expect(byteMismatch(none.picture, golden["sampling.start"]) == nil)
  }

  @Test func weightsOfThePrior() {
    typealias Weighting = AutoencodingDescent.Weighting
    #expect(Weighting.fading.priorWeight(iteration: 1, trained: 25) == 1)
    #expect(Weighting.fading.priorWeight(iteration: 100, trained: 25) == 0.1)
    // g = 4 · 6.875 / (25 √2)² = 0.022.
    let weight = Weighting.balanced(sigma: 2.55).priorWeight(iteration: 7, trained: 25)
    #expect(abs(weight - 0.022 / (0.022 + 1 / 6.5025)) < 1e-7)
    let iteration = AutoencodingDescent.Iteration(
      number: 1, priorWeight: 0.25, dataResidual: 8, priorResidual: 16)
    #expect(iteration.energy == 5)
  }

  @Test func onlyAutoencodersServe() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-prior-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
    try PictureNoiseModel.write(to: path("a.safetensors"))
    let prior = try AutoencodingPrior(contentsOf: path("a.safetensors"))
    #expect(prior.sigma == 25 && prior.channels == 1)
    try PictureNoiseModel.write(
      to: path("b.safetensors"), degradation: .gaussianNoiseRange(sigma: 5...50))
    try NoiseModel.write(to: path("c.safetensors"))
    for name in ["b.safetensors", "c.safetensors"] {
      let failure = #expect(throws: Failure.self) {
        _ = try AutoencodingPrior(contentsOf: path(name))
      }
      #expect(failure?.kind == .badData && failure?.subject == path(name))
    }
    let missing = #expect(throws: Failure.self) {
      _ = try AutoencodingPrior(contentsOf: path("none.safetensors"))
    }
    #expect(missing?.kind == .noInput)
  }
}
