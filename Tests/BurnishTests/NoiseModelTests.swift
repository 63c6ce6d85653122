import BurnishModels
import BurnishNetworks
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@testable import Burnish

@Suite struct NoiseModelTests {
  /// Calls `body` with a folder of small noise models, by file name.
  static func withModels(_ sigmas: [String: Float], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-noise-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (file, sigma) in sigmas {
      try NoiseModel.write(
        to: folder.appendingPathComponent("\(file).safetensors").path, sigma: sigma)
    }
    try body(folder.path)
  }

  @Test func theNearestNoiseIsTaken() throws {
    try Self.withModels(["djfr-noise": 8, "fdkn-noise": 18, "fdkn-noise50": 50]) { folder in
      let wanted: [(Float, String?, String)] = [
        (5, nil, "djfr-noise"), (5, "fdkn", "fdkn-noise"), (40, nil, "fdkn-noise50"),
        (13, nil, "djfr-noise"),
      ]
      let shipped = ShippedWeights(folder: folder)
      for (sigma, name, file) in wanted {
        let entry = try shipped.noiseEntry(nearest: sigma, name: name)
        #expect("\(entry.name)-\(entry.variant)" == file)
      }
      let failure = #expect(throws: Failure.self) {
        try shipped.noiseEntry(nearest: 5, name: "dkn")
      }
      #expect(failure?.kind == .usage)
    }
  }

  @Test func noiseModelsAreLoadedByTheirPath() throws {
    try Self.withModels(["fdkn-noise": 18]) { folder in
      let path = "\(folder)/fdkn-noise.safetensors"
      let model = try FilterModel.named(path, for: .noiseReduction)
      #expect(model.card?.degradation == .gaussianNoise(sigma: 18))
      let failure = #expect(throws: Failure.self) {
        try FilterModel.named(path, for: .upsampling(factor: 4))
      }
      #expect(failure?.kind == .badData)
    }
  }

  @Test func someModelsHaveNoWeights() throws {
    let target = Tensor(shape: [1, 1, 1, 2], values: [0.25, 0.5])
    let guide = Tensor(zeros: [1, 3, 1, 2])
    let none = try FilterModel.named("none", for: .noiseReduction)
    #expect(none.filter.filter(target: target, guide: guide).values == [0.25, 0.5])
    #expect(try FilterModel.named("guided", for: .noiseReduction).card == nil)
  }
}
