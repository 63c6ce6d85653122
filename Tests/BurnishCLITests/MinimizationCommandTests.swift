import Burnish
import BurnishFilters
import BurnishImages
import BurnishTensors
import Foundation
import Testing

/// Models that minimize an energy, run as a user runs them.
@Suite struct MinimizationCommandTests {
  private func difference(_ a: Tensor, _ b: Tensor) -> Float {
    zip(a.values, b.values).reduce(0) { max($0, abs($1.0 - max(0, min(1, $1.1)))) }
  }

  @Test func smoothingKeepsAlphaAndBits() throws {
    try Program.withFolder { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let image = Samples.fullImage
      try image.write(to: path("photo.png"))
      for ending in ["csv", "svg"] {
        let outcome = try Program.run(
          [
            "smooth", "photo.png", "--model", "l0", "--strength", "2", "-o", "flat.png",
            "--energy", "energy.\(ending)",
          ], in: folder)
        #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("energy ") && outcome.output.contains(" residual "))
      }
      let (given, result) = (try Image.read(path("photo.png")), try Image.read(path("flat.png")))
      #expect(result.sampleFormat == .uint16 && result.colorProfile == image.colorProfile)
      #expect(result.alpha?.values == given.alpha?.values)
      let wanted = try AlternatingMinimization.l0Smoothing(strength: 2).restoredBlocking(given)
      #expect(difference(result.samples, wanted.image.samples) < 1e-4)
      #expect(difference(result.samples, given.samples) > 0.1)
      let table = try String(contentsOfFile: path("energy.csv"), encoding: .utf8)
      #expect(table.split(separator: "\n").count == wanted.minimization.iterations.count + 2)
      #expect(try String(contentsOfFile: path("energy.svg"), encoding: .utf8).contains("<polyline"))
    }
  }

  @Test(arguments: [GradientPenalty.totalVariation, .hyperLaplacian])
  func denoisingGivesWhatTheLibraryGives(_ penalty: GradientPenalty) throws {
    try Program.withFolder { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      var random = RandomNumbers(seed: 3)
      var image = Image(
        samples: Tensor(repeating: 0.5, shape: [1, 3, 40, 50])
          + random.normal(shape: [1, 3, 40, 50], standardDeviation: 0.1))
      image.sampleFormat = .uint16
      image.alpha = Tensor(repeating: 0.25, shape: [1, 1, 40, 50])
      try image.write(to: path("noisy.png"))
      let outcome = try Program.run(
        [
          "denoise", "noisy.png", "--model", penalty.rawValue, "--sigma", "25", "-o", "clean.png",
          "--energy", "energy.csv",
        ], in: folder)
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
      #expect(outcome.output.hasPrefix("energy "))
      let (given, result) = (try Image.read(path("noisy.png")), try Image.read(path("clean.png")))
      #expect(result.sampleFormat == .uint16 && result.alpha?.values == given.alpha?.values)
      let wanted = try AlternatingMinimization.denoising(penalty, sigma: 25, channels: 3)
        .restoredBlocking(given)
      #expect(difference(result.samples, wanted.image.samples) < 1e-4)
      let table = try String(contentsOfFile: path("energy.csv"), encoding: .utf8)
      #expect(table.split(separator: "\n").count == wanted.minimization.iterations.count + 2)
      // The result is flat except for remaining noise.
      let left = result.samples - Tensor(repeating: 0.5, shape: [1, 3, 40, 50])
      #expect((left.dot(left) / Double(left.count)).squareRoot() < 0.04)
      // Without a noise level the program estimates it. Several images go into a folder.
      let guessed = try Program.run(
        ["denoise", "noisy.png", "--model", penalty.rawValue, "-o", "guessed.png"], in: folder)
      #expect(guessed.code == 0 && guessed.output.contains("noise of sigma 2"))
    }
  }

  @Test func evaluationsTakeThem() throws {
    try Program.withFolder { folder in
      let set = folder.appendingPathComponent("natural/Set12")
      try FileManager.default.createDirectory(at: set, withIntermediateDirectories: true)
      try Image(samples: Tensor(repeating: 0.4, shape: [1, 1, 48, 64]))
        .write(to: set.appendingPathComponent("01.png").path)
      let outcome = try Program.run(
        [
          "evaluate", "denoise", "--data", ".", "--set", "set12", "--sigma", "15", "--model", "tv",
          "--json", "tv.json",
        ], in: folder)
      #expect(outcome.code == 0 && outcome.output.contains("model tv"), "\(outcome.errors)")
      let json = try #require(
        JSONSerialization.jsonObject(
          with: Data(contentsOf: folder.appendingPathComponent("tv.json"))) as? [String: Any])
      // The noise alone is 24.6 dB.
      #expect(try #require((json["metrics"] as? [String: Double])?["psnr"]) > 34)
    }
  }

  /// Black images and images of one pixel, one row, or one column stay as they are.
  @Test func smallestImages() throws {
    try Program.withFolder { folder in
      for (width, height, value) in [(1, 1, Float(0.4)), (1, 9, 1), (7, 1, 0.2), (20, 10, 0)] {
        let image = Image(samples: Tensor(repeating: value, shape: [1, 3, height, width]))
        try image.write(to: folder.appendingPathComponent("in.png").path)
        let outcome = try Program.run(
          ["smooth", "in.png", "--model", "l0", "-o", "out.png", "--energy", "energy.svg"],
          in: folder)
        #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
        let result = try Image.read(folder.appendingPathComponent("out.png").path)
        #expect(result.samples.shape == image.samples.shape)
        #expect(difference(result.samples, image.samples) <= 0.51 / 255)
        for (sigma, model) in [("0.001", "tv"), ("120", "hyper-laplacian"), ("255", "tv")] {
          let denoised = try Program.run(
            ["denoise", "in.png", "--model", model, "--sigma", sigma, "-o", "out.png"], in: folder)
          #expect(denoised.code == 0, "\(denoised.errors)")
          let result = try Image.read(folder.appendingPathComponent("out.png").path)
          #expect(difference(result.samples, image.samples) <= 0.51 / 255)
        }
      }
    }
  }
}
