import Burnish
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// `denoise` without a guide and `evaluate denoise`, run as a user runs them.
@Suite struct ImageDenoisingTests {
  /// Calls `body` with a folder that holds the model `small.safetensors`, trained for noise of sigma 25.
  private func withModel(_ body: (URL) throws -> Void) throws {
    try Program.withFolder { folder in
      try ImageNoiseModel.write(to: folder.appendingPathComponent("small.safetensors").path)
      try body(folder)
    }
  }

  private func denoise(_ arguments: [String], in folder: URL) throws -> Program.Outcome {
    try Program.run(["denoise", "--model", "./small.safetensors"] + arguments, in: folder)
  }

  @Test func colorsAlphaAndBitsStay() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let image = Samples.fullImage
      try image.write(to: path("photo.png"))
      let outcome = try denoise(["photo.png", "--sigma", "20", "-o", "clean.png"], in: folder)
      #expect(outcome.code == 0 && outcome.errors == "")
      #expect(
        outcome.output == "model small, trained to undo Gaussian noise of sigma 25.0, "
          + "for opponent colors, in which noise is weaker\n")
      let result = try Image.read(path("clean.png"))
      #expect(result.sampleFormat == .uint16 && result.colorProfile == image.colorProfile)
      #expect(try result.alpha?.values == Image.read(path("photo.png")).alpha?.values)
      let model = try ImageModel(contentsOf: path("small.safetensors"))
      let wanted = try
        (ImageDenoiser(model, sigma: 20).denoisedBlocking(Image.read(path("photo.png"))).samples)
        .clipped(
          to: 0...1)
      #expect(
        zip(result.samples.values, wanted.values).allSatisfy { abs($0 - $1) < 1e-4 })
      #expect(result.samples.values != image.samples.values)
    }
  }

  @Test func severalImagesGoIntoAFolder() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try Samples.guide(channels: 1).write(to: path("a.png"))
      try Samples.guide().write(to: path("b.png"))
      let missing = try denoise(["a.png", "b.png", "-o", "clean"], in: folder)
      #expect(missing.code == 73 && missing.errors.contains("clean"))
      try FileManager.default.createDirectory(
        atPath: path("clean"), withIntermediateDirectories: false)
      let outcome = try denoise(["a.png", "b.png", "-o", "clean"], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("a.png: noise of sigma "))
      #expect(try Image.read(path("clean/a.png")).channels == 1)
      #expect(try Image.read(path("clean/b.png")).channels == 3)
      let twice = try denoise(["a.png", "./a.png", "-o", "clean"], in: folder)
      #expect(twice.code == 64 && twice.errors.contains("different names"))
      // The program finds an unreadable image before it writes the first result.
      try FileManager.default.removeItem(atPath: path("clean/a.png"))
      let damaged = try denoise(["a.png", "gone.png", "-o", "clean"], in: folder)
      #expect(damaged.code == 66 && damaged.errors.contains("gone.png"))
      #expect(!FileManager.default.fileExists(atPath: path("clean/a.png")))
    }
  }

  /// A model for noise of unknown strength needs no estimate, so an image of one pixel works.
  @Test func unknownStrengthsNeedNoEstimate() throws {
    try Program.withFolder { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try ImageNoiseModel.write(
        to: path("small.safetensors"), degradation: .gaussianNoiseRange(sigma: 8...50))
      try Image(samples: Tensor(repeating: 0.4, shape: [1, 1, 1, 1])).write(to: path("a.png"))
      let outcome = try denoise(["a.png", "-o", "b.png"], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(
        outcome.output == "model small, trained to undo Gaussian noise of sigma 8.0 to 50.0\n")
      // Without any option, the program takes the shipped model of this kind, or reports that there is none.
      try Samples.guide(channels: 1).write(to: path("c.png"))
      let plain = try Program.run(["denoise", "c.png", "-o", "d.png"], in: folder)
      #expect(plain.code == 0, "\(plain.errors)")
      if let blind = try ModelCatalog().blindImageModel() {
        #expect(plain.output.hasPrefix("model \(blind.name), trained to undo"))
      } else {
        #expect(plain.output.contains("unknown strength is shipped"))
        #expect(plain.output.contains("c.png: noise of sigma "))
      }
    }
  }

  @Test(arguments: [
    (["--sigma", "0"], 64, "--sigma: 0;"), (["--sigma", "some"], 64, "some"),
    (["--sigma=-3"], 64, "--sigma: -3;"), (["--kind", "depth"], 64, "--guide"),
    (["--nan-holes"], 64, "--guide"), (["--radius", "3"], 64, "guided"),
    (["--sigma", "-3"], 64, "--sigma: -3;"), (["--model", "l0", "--sigma", "9"], 64, "smooth"),
  ])
  func optionsThatDoNotFit(_ options: [String], code: Int32, mention: String) throws {
    try withModel { folder in
      try Samples.guide().write(to: folder.appendingPathComponent("a.png").path)
      let outcome = try denoise(["a.png", "-o", "b.png"] + options, in: folder)
      #expect(outcome.code == code && outcome.errors.contains(mention), "\(outcome.errors)")
      #expect(
        !FileManager.default.fileExists(atPath: folder.appendingPathComponent("b.png").path))
    }
  }

  /// The program checks all images before it restores the first.
  @Test func nothingIsRestoredBesideWhatCannotBe() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      try Samples.guide().write(to: path("good.png"))
      try FileManager.default.createDirectory(
        atPath: path("out"), withIntermediateDirectories: true)
      try Image(samples: Tensor(repeating: 0.5, shape: [1, 1, 4, 4])).write(to: path("small.png"))
      let loud = Image(
        samples: Tensor(repeating: -200, shape: [1, 1, 40, 40]), sampleFormat: .float32)
      try loud.write(to: path("loud.npy"))
      for (name, options) in [("small.png", ["--sigma", "auto"]), ("loud.npy", ["--sigma", "9"])] {
        let outcome = try denoise(["good.png", name, "-o", "out/"] + options, in: folder)
        #expect(outcome.code == 65 && outcome.errors.contains(name), "\(outcome.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: path("out")).isEmpty)
      }
    }
  }

  @Test func oddImages() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      for (name, height, width, value) in [
        ("point", 1, 1, Float(0.4)), ("line", 1, 90, 0.5), ("black", 40, 40, 0),
        ("white", 40, 40, 1),
      ] {
        try Image(samples: Tensor(repeating: value, shape: [1, 1, height, width]))
          .write(to: path("\(name).png"))
        let outcome = try denoise(["\(name).png", "--sigma", "120", "-o", "out.png"], in: folder)
        #expect(outcome.code == 0, "\(name): \(outcome.errors)")
        let result = try Image.read(path("out.png"))
        #expect(result.width == width && result.height == height)
        #expect(result.samples.values.allSatisfy { abs($0 - value) < 0.51 / 255 })
      }
      let guessed = try denoise(["line.png", "-o", "guessed.png"], in: folder)
      #expect(guessed.code == 65 && guessed.errors.contains("line.png"), "\(guessed.errors)")
      #expect(!FileManager.default.fileExists(atPath: path("guessed.png")))
    }
  }

  @Test func evaluation() throws {
    try withModel { folder in
      let set = folder.appendingPathComponent("natural/Set12")
      try FileManager.default.createDirectory(at: set, withIntermediateDirectories: true)
      for name in ["01.png", "02.png"] {
        try Samples.guide(channels: 1).write(to: set.appendingPathComponent(name).path)
      }
      func evaluate(_ more: [String]) throws -> Program.Outcome {
        try Program.run(
          ["evaluate", "denoise", "--data", ".", "--set", "set12", "--sigma", "15"] + more,
          in: folder)
      }
      let none = try evaluate(["--model", "none", "--json", "none.json"])
      #expect(none.code == 0 && none.output.contains("awgn-gray, model none"), "\(none.errors)")
      let json = try #require(
        JSONSerialization.jsonObject(
          with: Data(contentsOf: folder.appendingPathComponent("none.json"))) as? [String: Any])
      let metrics = try #require(json["metrics"] as? [String: Double])
      // Noise of 15 levels is 24.6 dB; clipping removes some of it.
      #expect(abs(try #require(metrics["psnr"]) - 24.8) < 0.4)
      let stored = try evaluate(["--model", "none", "--protocol", "awgn-gray-8bit"])
      #expect(stored.code == 0 && stored.output.contains("awgn-gray-8bit"))
      // The image is too small for the structural similarity.
      try Samples.guide(width: 9, height: 30, channels: 1)
        .write(to: set.appendingPathComponent("03.png").path)
      let small = try evaluate(["--model", "none"])
      #expect(small.code == 65 && small.errors.contains("03.png: 9x30"), "\(small.errors)")
      let model = try evaluate(["--model", "./small.safetensors", "--limit", "1"])
      #expect(model.code == 0 && model.output.contains("mean of 1"), "\(model.errors)")
    }
  }

  @Test(arguments: [Float(1000), -5])
  func evaluationOfImagesOutOfRange(_ sample: Float) throws {
    try Program.withFolder { folder in
      let set = folder.appendingPathComponent("natural/Set12")
      try FileManager.default.createDirectory(at: set, withIntermediateDirectories: true)
      var values = [Float](repeating: 0.5, count: 400)
      values[70] = sample
      try Samples.pfm(values, width: 20).write(to: set.appendingPathComponent("01.pfm"))
      let outcome = try Program.run(
        [
          "evaluate", "denoise", "--data", ".", "--set", "set12", "--sigma", "15", "--model",
          "none",
        ], in: folder)
      #expect(outcome.code == 65 && outcome.output == "")
      #expect(outcome.errors.contains("01.pfm: the sample \(sample); expected samples in 0...1"))
    }
  }
}
