import Burnish
import BurnishFilters
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

private let shipsNoiseModel =
  (try? ShippedWeights.installed().entry(name: "fdkn", for: .noiseReduction)) != nil

/// `denoise` and `smooth`, run as a user runs them.
@Suite struct DenoiseCommandTests {
  /// Calls `body` with a folder that holds the noise model `small.safetensors`, and with the model.
  static func withModel(_ body: (URL, JointModel) throws -> Void) throws {
    try Program.withFolder { folder in
      let path = folder.appendingPathComponent("small.safetensors").path
      try NoiseModel.write(to: path)
      try body(folder, try ModelCatalog().jointModel(path, for: .noiseReduction))
    }
  }

  @Test func imagesKeepAlphaAndBits() throws {
    try Self.withModel { folder, model in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let target = Samples.fullImage
      try target.write(to: path("night.png"))
      try Samples.guide(channels: 1).write(to: path("infrared.png"))
      let outcome = try Program.run(
        [
          "denoise", "night.png", "--guide", "infrared.png", "--model", "./small.safetensors", "-o",
          "clean.png",
        ], in: folder)
      #expect(outcome.code == 0 && outcome.errors == "")
      #expect(outcome.output == "model small, trained to undo Gaussian noise of sigma 18.0\n")
      let result = try Image.read(path("clean.png"))
      #expect(result.sampleFormat == .uint16 && result.colorProfile == target.colorProfile)
      #expect(try result.alpha?.values == Image.read(path("night.png")).alpha?.values)
      let wanted = try GuidedDenoiser(model.filter).denoisedBlocking(
        Image.read(path("night.png")), guide: Image.read(path("infrared.png")))
      #expect(
        zip(result.samples.values, wanted.samples.values).allSatisfy { abs($0 - $1) < 1e-4 })
      #expect(result.samples.values != target.samples.values)
    }
  }

  @Test func sixteenBitsOfOneChannelAreDepth() throws {
    try Self.withModel { folder, model in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try Samples.write(to: folder)
      try Samples.guide(width: 16, height: 12).write(to: path("photo.png"))
      func denoise(_ more: [String]) throws {
        let outcome = try Program.run(
          [
            "denoise", "depth.png", "--guide", "photo.png", "--model", "./small.safetensors", "-o",
            "clean.png",
          ] + more, in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
      }
      try denoise([])
      let result = try DepthMap.read(path("clean.png"))
      #expect(result.unit == .millimeters && result.valid?.values == Samples.depth.valid?.values)
      let wanted = try GuidedDenoiser(model.filter).denoisedBlocking(
        Samples.depth, guide: Image.read(path("photo.png")))
      #expect(
        zip(result.samples.values, wanted.samples.values).allSatisfy { abs($0 - $1) <= 0.51 })
      // In an image, holes are black samples like any others, and bleed.
      try denoise(["--kind", "picture"])
      #expect(try DepthMap.read(path("clean.png")).valid == nil)
    }
  }

  @Test func smoothGivesWhatTheLibraryGives() throws {
    try Self.withModel { folder, model in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try Samples.write(to: folder)
      let outcome = try Program.run(
        [
          "smooth", "guide.jpg", "--rounds", "2", "--model", "./small.safetensors", "-o",
          "smooth.tif",
        ], in: folder)
      #expect(outcome.code == 0 && outcome.errors == "")
      #expect(outcome.output == "model small, trained to undo Gaussian noise of sigma 18.0\n")
      var smoother = TextureSmoother(model.filter)
      smoother.rounds = 2
      let wanted = try smoother.smoothedBlocking(Image.read(path("guide.jpg")))
      let result = try Image.read(path("smooth.tif"))
      #expect(result.sampleFormat == .uint8)
      #expect(
        zip(result.samples.values, wanted.samples.values).allSatisfy { abs($0 - $1) < 0.51 / 255 })
    }
  }

  /// Without a model's name, the program chooses a model by the noise level and prints its name. It estimates the
  /// level if not given.
  @Test(.enabled(if: shipsNoiseModel, "no noise model is shipped"))
  func shippedModelsAreFound() throws {
    try Program.withFolder { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try Samples.write(to: folder)
      let denoise = ["denoise", "guide.jpg", "--guide", "guide.png", "-o", "clean.png"]
      let outcome = try Program.run(denoise, in: folder)
      #expect(outcome.code == 0 && outcome.output.contains("\nmodel "), "\(outcome.errors)")
      let noisy = try Image.read(path("guide.jpg"))
      let deviation = try #require(NoiseEstimator().standardDeviation(of: noisy.samples))
      let sigma = 255 * Float(deviation)
      let model = try ModelCatalog().jointModel(forNoise: sigma, on: .image)
      let wanted = try GuidedDenoiser(model, sigma: sigma).denoisedBlocking(
        noisy, guide: Image.read(path("guide.png")))
      #expect(
        zip(try Image.read(path("clean.png")).samples.values, wanted.samples.values)
          .allSatisfy { abs($0 - max(0, min(1, $1))) < 0.51 / 255 })
      let chosen = try Program.run(denoise + ["--sigma", "18"], in: folder)
      #expect(chosen.code == 0 && chosen.errors == "")
      #expect(chosen.output.hasPrefix("model ") && chosen.output.contains("sigma"))
    }
  }

  /// An installation has one model for depth and one for images. The target chooses the model, and the program prints
  /// the choice.
  @Test func theTargetChoosesTheModel() throws {
    try Program.withFolder { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try Samples.write(to: folder)
      try Samples.guide(width: 16, height: 12).write(to: path("photo.png"))
      let program = try Program.install(in: folder) { weights in
        for (file, sigma, target) in [
          ("fdkn-noise", Float(18), ModelCard.Target.depth), ("fdkn-noise25", 25, .image),
        ] {
          try NoiseModel.write(
            to: weights.appendingPathComponent("\(file).safetensors").path, sigma: sigma,
            target: target, seed: UInt64(sigma))
        }
      }
      for (target, guide, words) in [
        ("depth.png", "photo.png", "18.0 on depth"), ("guide.png", "guide.jpg", "25.0 on images"),
      ] {
        for strength in [[], ["--sigma", "25"], ["--sigma", "18"]] {
          let outcome = try Program.run(
            ["denoise", target, "--guide", guide, "-o", "clean.png"] + strength, in: folder,
            program: program)
          #expect(outcome.code == 0, "\(outcome.errors)")
          let line = "model small, trained to undo Gaussian noise of sigma \(words)\n"
          #expect(outcome.output.hasSuffix(line))
          #expect(outcome.errors.contains("taken for depth") == (target == "depth.png"))
        }
      }
      let refused = try Program.run(
        [
          "denoise", "depth.png", "--guide", "photo.png", "-o", "no.png", "--model",
          "share/burnish/Weights/fdkn-noise25.safetensors",
        ], in: folder, program: program)
      #expect(refused.code == 65 && refused.errors.contains("trained on images"))
      #expect(!FileManager.default.fileExists(atPath: path("no.png")))
    }
  }

  @Test func noiseEvaluationsNameTheirSigma() throws {
    try Program.withFolder { folder in
      for kind in ["Depth", "RGB"] {
        try FileManager.default.createDirectory(
          at: folder.appendingPathComponent("data/rgbd/Lu/\(kind)"),
          withIntermediateDirectories: true)
      }
      let depth = DepthMap(
        samples: Tensor(shape: [1, 1, 48, 64], values: (0..<3072).map { Float($0 / 64 * 4) }),
        unit: .levels8)
      try depth.write(to: folder.appendingPathComponent("data/rgbd/Lu/Depth/a.png").path)
      try Samples.guide().write(to: folder.appendingPathComponent("data/rgbd/Lu/RGB/a.png").path)
      func figures(_ model: String) throws -> [String: Double] {
        let outcome = try Program.run(
          [
            "evaluate", "depth-noise", "--data", "data", "--set", "lu", "--sigma", "18.03",
            "--model", model, "--json", "figures.json",
          ], in: folder)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let json = try JSONSerialization.jsonObject(
          with: Data(contentsOf: folder.appendingPathComponent("figures.json")))
        let object = try #require(json as? [String: Any])
        #expect(object["sigma"] as? Double == 18.03 && object["model"] as? String == model)
        return try #require(object["metrics"] as? [String: Double])
      }
      let (none, guided) = (try figures("none"), try figures("guided"))
      #expect(abs(try #require(none["rmse255"]) - 18.03) < 1)
      #expect(try #require(guided["rmse255"]) < 17)
    }
  }
}
