import BurnishCore
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@testable import Burnish

@Suite struct NoiseModelTests {
  /// Calls `body` with a folder of small noise models with the given file names and noise levels.
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

  /// If a name has only one model, it is used for all noise. Among several, one is for all noise, or the
  /// noise level decides.
  @Test func namesOfSeveralModelsNeedTheNoise() throws {
    let models: [String: Float] = [
      "fdkn-noise": 18, "fdkn-noise50": 50, "djfr-noise25": 25, "deepam-noise25": 25,
      "deepam-noise50": 50,
    ]
    try Self.withModels(models) { folder in
      let shipped = ShippedWeights(folder: folder)
      for (name, variant) in [("fdkn", "noise"), ("djfr", "noise25")] {
        let entry = try shipped.entry(name: name, for: .noiseReduction)
        #expect(entry.variant == variant)
        #expect(try !shipped.isChosenByNoise(name))
      }
      #expect(try shipped.isChosenByNoise("deepam") && !shipped.isChosenByNoise("dkn"))
      let failure = #expect(throws: Failure.self) {
        try shipped.entry(name: "deepam", for: .noiseReduction)
      }
      #expect(
        failure?.kind == .usage && failure?.wanted == "noise25 or noise50; or the model guided")
      let strong = try shipped.noiseEntry(nearest: 45, name: "deepam")
      #expect(strong.variant == "noise50")
    }
  }

  /// Data sets count equally, whatever the unit of their errors. Data sets that one model lacks do not count.
  @Test func ofEqualsTheOneWithTheLeastErrorsIsTaken() throws {
    func figure(_ set: String, _ value: Double) -> ModelCard.Figure {
      .init(set: set, protocol: "awgn-depth", sigma: 18, metric: "rmse", value: value)
    }
    let models: [(name: String, figures: [ModelCard.Figure])] = [
      ("a", [figure("nyu", 30), figure("lu", 2), figure("rgbdd", 1)]),
      ("b", [figure("nyu", 33), figure("lu", 1)]),
      ("c", [figure("nyu", 29), figure("lu", 3)]),
    ]
    try Self.withModels([:]) { folder in
      func nearest() throws -> String {
        try ShippedWeights(folder: folder).noiseEntry(nearest: 20, name: nil).name
      }
      for (name, figures) in models {
        try NoiseModel.write(to: "\(folder)/\(name)-noise.safetensors", figures: figures)
      }
      #expect(try nearest() == "b")
      // If the models have no figure in common, the first one is taken.
      try NoiseModel.write(to: "\(folder)/d-noise.safetensors")
      #expect(try nearest() == "a")
      try NoiseModel.write(to: "\(folder)/e-noise.safetensors", sigma: 19)
      #expect(try nearest() == "e")
    }
  }

  /// Depth is never processed with weights trained on images. Images use such weights if there are any.
  @Test func whatAModelWasTrainedOnDecides() throws {
    try Self.withModels([:]) { folder in
      for (file, sigma, target) in [
        ("deepam-noise25", Float(25), ModelCard.Target.image), ("djfr-noise", 8, .depth),
        ("fdkn-noise", 18, .depth), ("fdkn-noise30", 30, .image),
      ] { try NoiseModel.write(to: "\(folder)/\(file).safetensors", sigma: sigma, target: target) }
      let shipped = ShippedWeights(folder: folder)
      func nearest(
        _ sigma: Float, _ name: String?, _ target: ModelCard.Target?
      ) throws -> String {
        let entry = try shipped.noiseEntry(nearest: sigma, name: name, on: target)
        return "\(entry.name)-\(entry.variant)"
      }
      #expect(try nearest(25, nil, .depth) == "fdkn-noise")
      #expect(try nearest(25, nil, .image) == "deepam-noise25")
      #expect(try nearest(25, nil, nil) == "deepam-noise25")
      #expect(try nearest(5, nil, .image) == "deepam-noise25")
      #expect(try nearest(5, "djfr", .image) == "djfr-noise")
      #expect(try nearest(5, "fdkn", .image) == "fdkn-noise30")
      #expect(try shipped.entry(name: "fdkn", for: .noiseReduction, on: .depth).variant == "noise")
      #expect(
        try shipped.entry(name: "fdkn", for: .noiseReduction, on: .image).variant == "noise30")
      for refused in [
        #expect(throws: Failure.self) { try nearest(25, "deepam", .depth) },
        #expect(throws: Failure.self) {
          try shipped.entry(name: "deepam", for: .noiseReduction, on: .depth)
        },
      ] { #expect(refused?.kind == .usage) }
      let path = "\(folder)/deepam-noise25.safetensors"
      let file = #expect(throws: Failure.self) {
        try ModelCatalog().jointModel(path, for: .noiseReduction, on: .depth)
      }
      #expect(file?.kind == .badData && file?.found.contains("images") == true)
      let model = try ModelCatalog().jointModel(path, for: .noiseReduction, on: .image)
      #expect(model.card?.purpose == "Gaussian noise of sigma 25.0 on images")
    }
  }

  @Test func noiseModelsAreLoadedByTheirPath() throws {
    try Self.withModels(["fdkn-noise": 18]) { folder in
      let path = "\(folder)/fdkn-noise.safetensors"
      let model = try ModelCatalog().jointModel(path, for: .noiseReduction)
      #expect(model.card?.degradation == .gaussianNoise(sigma: 18))
      let failure = #expect(throws: Failure.self) {
        try ModelCatalog().jointModel(path, for: .upsampling(factor: 4))
      }
      #expect(failure?.kind == .badData)
    }
  }

  @Test func someModelsHaveNoWeights() throws {
    let target = Tensor(shape: [1, 1, 1, 2], values: [0.25, 0.5])
    let guide = Tensor(zeros: [1, 3, 1, 2])
    let none = try ModelCatalog().jointModel("none", for: .noiseReduction)
    #expect(none.filter.filter(target: target, guide: guide).values == [0.25, 0.5])
    #expect(try ModelCatalog().jointModel("guided", for: .noiseReduction).card == nil)
  }
}
