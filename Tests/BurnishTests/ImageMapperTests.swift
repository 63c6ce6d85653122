import BurnishCore
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@testable import Burnish

@Suite struct ImageMapperTests {
  /// A mapper with initial weights.
  private func mapper(
    from inputs: Int, to outputs: Int, task: ModelCard.Task = .regression
  ) throws -> ImageMapper {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-mapper-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try PairModel.write(to: path, inputChannels: inputs, outputChannels: outputs, task: task)
    return task == .relighting
      ? try ModelCatalog().relighter(path) : try ImageMapper(contentsOf: path)
  }

  private func image(channels: Int) -> Image {
    var image = Image(
      samples: TiledFilterTests.image(channels: channels, height: 90, width: 150),
      alpha: Tensor(repeating: 0.5, shape: [1, 1, 90, 150]), sampleFormat: .uint16)
    image.colorProfile = [1, 2, 3]
    return image
  }

  @Test(arguments: [1, 3], [(1, 1), (1, 3), (3, 1), (3, 3)])
  func colorsAreThoseOfTheNetwork(channels: Int, network: (inputs: Int, outputs: Int)) throws {
    let (inputs, outputs) = network
    let mapper = try mapper(from: inputs, to: outputs)
    let image = image(channels: channels)
    let result = try mapper.mappedBlocking(image)
    #expect(result.samples.shape == [1, outputs, 90, 150])
    #expect(result.alpha?.values == image.alpha?.values && result.sampleFormat == .uint16)
    #expect((result.colorProfile != nil) == (outputs == channels))
    // The result is the same as for an image that was converted before.
    let converted = inputs == 1 ? image.grayscale() : image.inRGB()
    #expect(byteMismatch(try mapper.mappedBlocking(converted).samples, result.samples) == nil)
  }

  @Test func partsFitTogetherWithoutASeam() throws {
    var mapper = try mapper(from: 3, to: 1)
    let image = image(channels: 3)
    let whole = try mapper.mappedBlocking(image).samples
    mapper.tileSize = 64
    var shares: [Double] = []
    let parts = try mapper.mappedBlocking(image) { shares.append($0) }.samples
    let worst = zip(parts.values, whole.values).map { abs($0 - $1) }.max()!
    #expect(worst < 1e-4, "\(worst)")
    #expect(shares.last == 1 && shares.count == 6)
  }

  @Test func whatIsForSomethingElseIsRefused() throws {
    #expect(try mapper(from: 1, to: 1, task: .relighting).name == "pairs")
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-mapper-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try PairModel.write(to: path, inputChannels: 1, outputChannels: 1)
    let other = #expect(throws: Failure.self) { try ModelCatalog().relighter(path) }
    #expect(other?.kind == .badData && other?.found == "weights for regression")
    try PairModel.write(to: path, inputChannels: 2, outputChannels: 1)
    let channels = #expect(throws: Failure.self) { try ImageMapper(contentsOf: path) }
    #expect(channels?.found == "a network of 2 channels")
    try NoiseModel.write(to: path)
    let guided = #expect(throws: Failure.self) { try ImageMapper(contentsOf: path) }
    #expect(guided?.found.contains("takes a guide") == true)
    let unknown = #expect(throws: Failure.self) { try ModelCatalog().relighter("nobody") }
    #expect(unknown?.kind == .usage && unknown?.wanted.contains(".safetensors") == true)
    let samples = Image(samples: Tensor(shape: [1, 1, 1, 2], values: [0.5, .nan]))
    let failure = #expect(throws: Failure.self) {
      try mapper(from: 1, to: 1).mappedBlocking(samples, subject: "a.pfm")
    }
    #expect(failure?.kind == .badData && failure?.subject == "a.pfm")
  }
}
