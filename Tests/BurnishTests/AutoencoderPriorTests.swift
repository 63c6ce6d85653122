import BurnishCore
import BurnishInverse
import BurnishModels
import BurnishNetworks
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@testable import Burnish

/// The prior, on images of any size with one or three channels, and its weights.
@Suite struct AutoencoderPriorTests {
  private static func image(channels: Int, seed: UInt64 = 1) -> Tensor {
    var random = RandomNumbers(seed: seed)
    return random.uniform(shape: [1, channels, 150, 97])
  }

  @Test func partsFitTogetherWithoutASeam() throws {
    let whole = try RestorationSolverTests.prior()
    var parts = whole
    parts.tileSize = 64
    let (image, noise) = (Self.image(channels: 3), Self.image(channels: 3, seed: 2))
    let tolerance = Tolerance(absolute: 2e-6)
    #expect(
      mismatch(
        parts.denoised(image, sigma: 40),
        ReferenceTensor(whole.denoised(image, sigma: 40)), tolerance) == nil)
    let (wanted, found) = (
      whole.evaluated(at: image, noise: noise), parts.evaluated(at: image, noise: noise)
    )
    #expect(mismatch(found.gradient, ReferenceTensor(wanted.gradient), tolerance) == nil)
    #expect(abs(found.residual / wanted.residual - 1) < 1e-6)
  }

  /// The gradient is that of half the residual, checked along one direction by central differences.
  @Test(arguments: [1, 3])
  func gradientsAreThoseOfResiduals(channels: Int) throws {
    let prior = try RestorationSolverTests.prior()
    var random = RandomNumbers(seed: 4)
    let image = random.uniform(shape: [1, channels, 12, 9])
    let noise = random.normal(shape: [1, 3, 12, 9], standardDeviation: 0.1)
    let direction = random.normal(shape: image.shape)
    let gradient = prior.evaluated(at: image, noise: noise).gradient
    let step: Float = 1e-3
    let (after, before) = (
      prior.evaluated(at: image + direction * step, noise: noise).residual,
      prior.evaluated(at: image - direction * step, noise: noise).residual
    )
    let slope = (after - before) / (4 * Double(step))
    #expect(abs(gradient.dot(direction) - slope) < 1e-2 * abs(slope) + 1e-3)
  }

  /// Weights for color treat a gray image as three equal colors. Weights for gray process colors one by one.
  @Test func channelsOfAnyNumber() throws {
    let prior = try RestorationSolverTests.prior()
    let gray = Self.image(channels: 1)
    let colors = prior.denoised(Tensor.joined([gray, gray, gray]), sigma: 25)
    let planes = colors.split(counts: [1, 1, 1])
    let mean = (planes[0] + planes[1] + planes[2]) * (1 / 3)
    #expect(
      mismatch(
        prior.denoised(gray, sigma: 25), ReferenceTensor(mean), Tolerance(absolute: 1e-6))
        == nil)
    var hyperparameters = DenoisingAutoencoder.Hyperparameters()
    (hyperparameters.imageChannels, hyperparameters.channels, hyperparameters.depth) = (1, 4, 3)
    let network = DenoisingAutoencoder(hyperparameters, seed: 6)
    var weights = network.parameters.snapshot()
    weights["conv3.weight"] = Self.image(channels: 1).values.withUnsafeBufferPointer {
      Tensor(shape: [1, 4, 3, 3], values: $0.prefix(36).map { $0 - 0.5 })
    }
    try network.parameters.load(weights, from: "weights")
    let plain = try AutoencoderPrior(network, sigma: 25)
    let (image, noise) = (Self.image(channels: 3), Self.image(channels: 3, seed: 2))
    let whole = plain.evaluated(at: image, noise: noise)
    let pairs = zip(
      image.split(counts: [1, 1, 1]), noise.split(counts: [1, 1, 1]))
    let single = pairs.map { plain.evaluated(at: $0, noise: $1) }
    #expect(
      byteMismatch(whole.gradient, Tensor.joined(single.map(\.gradient))) == nil)
    #expect(abs(whole.residual / single.reduce(0) { $0 + $1.residual } - 1) < 1e-12)
  }

  @Test func onlyAutoencodersServe() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-prior-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
    try ImageNoiseModel.write(to: path("a.safetensors"))
    let prior = try AutoencoderPrior(contentsOf: path("a.safetensors"))
    #expect(prior.sigma == 25 && prior.channels == 1)
    try ImageNoiseModel.write(
      to: path("b.safetensors"), degradation: .gaussianNoiseRange(sigma: 5...50))
    try NoiseModel.write(to: path("c.safetensors"))
    for name in ["b.safetensors", "c.safetensors"] {
      let failure = #expect(throws: Failure.self) {
        _ = try AutoencoderPrior(contentsOf: path(name))
      }
      #expect(failure?.kind == .badData && failure?.subject == path(name))
    }
    let none = #expect(throws: Failure.self) { _ = try ModelCatalog().prior("nothing") }
    #expect(none?.kind == .usage)
    let missing = #expect(throws: Failure.self) {
      _ = try AutoencoderPrior(contentsOf: path("none.safetensors"))
    }
    #expect(missing?.kind == .noInput)
  }
}
