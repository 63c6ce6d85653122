import Burnish
import BurnishData
import BurnishEvaluation
import BurnishFilters
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// The joint form of DeepAM with installed weights, used as a user does.
@Suite struct GuidedDeepAMTests {
  static let degradations: [String: Degradation] = [
    "deepam-x4": .upsampling(factor: 4, protocol: .bmp3),
    "deepam-noise25": .gaussianNoise(sigma: 25), "deepam-noise50": .gaussianNoise(sigma: 50),
  ]

  /// Calls `body` with a folder of samples, the program with weights, and a function from a weight file's name to its
  /// path.
  static func withInstallation(
    _ body: (_ folder: URL, _ program: URL, _ path: (String) -> String) throws -> Void
  ) throws {
    try Program.withFolder { folder in
      func path(_ name: String) -> String {
        folder.appendingPathComponent("share/burnish/Weights/\(name).safetensors").path
      }
      let program = try Program.install(in: folder) { _ in
        for (index, (name, degradation)) in degradations.sorted(by: { $0.key < $1.key })
          .enumerated()
        {
          try GuidedDeepAM.write(to: path(name), undoing: degradation, seed: UInt64(index))
        }
      }
      try Samples.write(to: folder)
      try body(folder, program, path)
    }
  }

  private func isClose(_ found: Tensor, _ wanted: Tensor, _ tolerance: Float) -> Bool {
    zip(found.values, wanted.values).allSatisfy { abs($0 - $1) <= tolerance }
  }

  @Test func depthIsSharpenedByNameAndByPath() throws {
    try Self.withInstallation { folder, program, path in
      let model = try JointModel(contentsOf: path("deepam-x4"))
      let wanted = try DepthUpsampler(model).upsampledBlocking(
        DepthMap.read(folder.appendingPathComponent("depth.png").path),
        guide: Image.read(folder.appendingPathComponent("guide.png").path))
      for name in ["deepam", path("deepam-x4")] {
        let outcome = try Program.run(
          ["upsample", "depth.png", "--guide", "guide.png", "--model", name, "-o", "sharp.png"],
          in: folder, program: program)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let sharp = try DepthMap.read(folder.appendingPathComponent("sharp.png").path)
        #expect(isClose(sharp.samples, wanted.samples, 0.51))
        try FileManager.default.removeItem(at: folder.appendingPathComponent("sharp.png"))
      }
      let other = try Program.run(
        ["evaluate", "depth", "--data", "x", "--set", "lu", "--factor", "8", "--model", "deepam"],
        in: folder, program: program)
      #expect(other.code != 0 && !other.errors.isEmpty)
    }
  }

  /// The program takes the weights for the nearest noise level. Without a given level, it takes those for the estimated
  /// one.
  @Test func noiseChoosesTheWeights() throws {
    try Self.withInstallation { folder, program, path in
      let truth = Image(
        samples: Tensor(
          shape: [1, 3, 96, 128],
          values: (0..<3 * 96 * 128).map { 0.5 + 0.2 * sin(Float($0) / 900) })
      )
      let infrared = Image(samples: Tensor(repeating: 0.4, shape: [1, 1, 96, 128]))
      try infrared.write(to: folder.appendingPathComponent("infrared.png").path)
      for (sigma, more, name) in [
        (Float(10), ["--sigma", "22"], "deepam-noise25"),
        (10, ["--sigma", "60"], "deepam-noise50"),
        (22, [], "deepam-noise25"), (48, [], "deepam-noise50"),
      ] {
        var random = RandomNumbers(seed: 1)
        var noisy = truth
        noisy.samples = Degradation.gaussianNoise(sigma: sigma).applied(
          to: truth.samples, random: &random
        ).clipped(to: 0...1)
        try noisy.write(to: folder.appendingPathComponent("noisy.png").path)
        let outcome = try Program.run(
          [
            "denoise", "noisy.png", "--guide", "infrared.png", "--model", "deepam", "-o",
            "clean.png",
          ] + more, in: folder, program: program)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(
          outcome.output.contains("model deepam, trained to undo Gaussian noise of sigma"),
          "\(outcome.output)")
        // Two rounds of three planes.
        #expect(
          outcome.output.contains("6 reconstructions: relative residual at most"),
          "\(outcome.output)")
        let model = try ModelCatalog().jointModel(path(name), for: .noiseReduction)
        let input = try Image.read(folder.appendingPathComponent("noisy.png").path)
        let strength = try #require(
          more.last.map { Float($0)! }
            ?? NoiseEstimator().standardDeviation(of: input.samples).map { Float($0) * 255 })
        let wanted = try GuidedDenoiser(model, sigma: strength).denoisedBlocking(
          input, guide: infrared)
        let clean = try Image.read(folder.appendingPathComponent("clean.png").path)
        #expect(
          isClose(clean.samples, wanted.samples.clipped(to: 0...1), 0.51 / 255 + 1e-4),
          "\(sigma) \(more)")
      }
    }
  }

  /// An evaluation adds noise of a given level, which chooses the weights. Publishing does the same, and its card holds
  /// figures of images under near-infrared light.
  @Test func noiseUnderNearInfraredLightIsMeasured() throws {
    try Self.withInstallation { folder, program, path in
      let data = folder.appendingPathComponent("data/nir/country")
      try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
      for number in 10..<22 {
        try Samples.guide().write(to: data.appendingPathComponent("\(number)_rgb.jpg").path)
        try Samples.guide(channels: 1)
          .write(to: data.appendingPathComponent("\(number)_nir.jpg").path)
      }
      func figures(_ sigma: String) throws -> [String: Double] {
        let outcome = try Program.run(
          [
            "evaluate", "nir", "--data", "data", "--sigma", sigma, "--model", "deepam", "--limit",
            "2", "--json", "figures.json",
          ], in: folder, program: program)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let json = try JSONSerialization.jsonObject(
          with: Data(contentsOf: folder.appendingPathComponent("figures.json")))
        return try #require((json as? [String: Any])?["metrics"] as? [String: Double])
      }
      for model in ["none", "tv"] {
        let unguided = try Program.run(
          [
            "evaluate", "nir", "--data", "data", "--sigma", "25", "--model", model, "--unguided",
            "--limit", "1",
          ], in: folder, program: program)
        #expect(
          unguided.code == 0 && unguided.output.contains("model \(model), unguided"),
          "\(unguided.errors)")
      }
      for sigma in [25, 50] {
        let model = try JointModel(contentsOf: path("deepam-noise\(sigma)"))
        let split = try Split<NearInfraredSample>(
          .nir, dataDirectory: folder.appendingPathComponent("data").path, limit: 2)
        let wanted = try NearInfraredEvaluation(split: split, sigma: Double(sigma)).run(model).means
        #expect(abs(try #require(figures("\(sigma)")["psnr"]) - wanted[0]) < 1e-6)
      }
      let publication = try Program.run(
        [
          "publish", path("deepam-noise25"), "--data", "data", "--set", "nir", "--limit", "1", "-o",
          "published.safetensors",
        ], in: folder, program: program)
      #expect(publication.code == 0, "\(publication.errors)")
      let card = try WeightFile(
        contentsOf: folder.appendingPathComponent("published.safetensors").path
      ).card
      #expect(card.figures.map(\.metric) == ["psnr", "ssim"])
      #expect(card.figures.allSatisfy { $0.set == "nir" && $0.sigma == 25 && $0.images == 1 })
    }
  }

  /// The card of published weights for bmp-3 has the share of bad pixels.
  @Test func badPixelsAreMeasuredAndPublished() throws {
    try Self.withInstallation { folder, program, path in
      for kind in ["Depth", "RGB"] {
        try FileManager.default.createDirectory(
          at: folder.appendingPathComponent("data/rgbd/Lu/\(kind)"),
          withIntermediateDirectories: true)
      }
      try DepthMap(
        samples: Tensor(shape: [1, 1, 48, 64], values: (0..<3072).map { Float($0 / 64 * 4) }),
        unit: .levels8
      ).write(to: folder.appendingPathComponent("data/rgbd/Lu/Depth/a.png").path)
      try Samples.guide().write(to: folder.appendingPathComponent("data/rgbd/Lu/RGB/a.png").path)
      let evaluation = try Program.run(
        [
          "evaluate", "depth", "--data", "data", "--set", "lu", "--factor", "4", "--model",
          "bicubic", "--protocol", "bmp-3",
        ], in: folder, program: program)
      #expect(evaluation.code == 0, "\(evaluation.errors)")
      #expect(evaluation.output.contains("bmp3") && evaluation.output.contains("bmp-3"))
      let publication = try Program.run(
        [
          "publish", path("deepam-x4"), "--data", "data", "--set", "lu", "-o", "x.safetensors",
        ], in: folder, program: program)
      #expect(publication.code == 0, "\(publication.errors)")
      let card = try WeightFile(contentsOf: folder.appendingPathComponent("x.safetensors").path)
        .card
      #expect(card.figures.map(\.metric) == ["rmse", "bmp3"])
      #expect(card.figures.allSatisfy { $0.protocol == "bmp-3" && $0.factor == 4 })
    }
  }
}
