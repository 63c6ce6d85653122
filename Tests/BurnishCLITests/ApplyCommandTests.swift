import Burnish
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// `apply`, `relight`, `plot`, and a training on the program's own pairs, run as a user runs them.
@Suite struct ApplyCommandTests {
  private func withModel(
    task: ModelCard.Task = .regression, _ body: (URL) throws -> Void
  ) throws {
    try Program.withFolder { folder in
      try PairModel.write(
        to: folder.appendingPathComponent("pairs.safetensors").path, inputChannels: 1,
        outputChannels: 1, task: task)
      try Samples.guide(channels: 1).write(to: folder.appendingPathComponent("a.png").path)
      try Samples.guide().write(to: folder.appendingPathComponent("b.png").path)
      try body(folder)
    }
  }

  @Test func imagesAreMapped() throws {
    try withModel { folder in
      func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
      let one = try Program.run(
        ["apply", "pairs.safetensors", "a.png", "-o", "one.pfm"], in: folder)
      #expect(one.code == 0 && one.output == "" && one.errors == "", "\(one.errors)")
      let mapper = try ImageMapper(contentsOf: path("pairs.safetensors"))
      let wanted = try mapper.mappedBlocking(Image.read(path("a.png"))).samples
      let found = try Image.read(path("one.pfm")).samples
      #expect(zip(found.values, wanted.values).allSatisfy { abs($0 - $1) < 1e-5 })
      try FileManager.default.createDirectory(
        atPath: path("results"), withIntermediateDirectories: false)
      let two = try Program.run(
        ["apply", "pairs.safetensors", "a.png", "b.png", "-o", "results"], in: folder)
      #expect(two.code == 0, "\(two.errors)")
      #expect(try Image.read(path("results/b.png")).channels == 1)
    }
  }

  @Test(arguments: [
    (["pairs.safetensors", "gone.png", "-o", "c.png"], Int32(66), "gone.png"),
    (["gone.safetensors", "a.png", "-o", "c.png"], 66, "gone.safetensors"),
    (["a.png", "a.png", "-o", "c.png"], 65, "a.png"),
    (["pairs.safetensors", "a.png", "-o", "a.png"], 64, "replace an input"),
    (["pairs.safetensors", "a.png", "-o", "c.txt"], 64, "c.txt"),
    (["pairs.safetensors", "a.png", "b.png", "-o", "none"], 73, "none"),
    (["pairs.safetensors", "-o", "c.png"], 64, "image"),
  ])
  func whatDoesNotFit(_ arguments: [String], code: Int32, mention: String) throws {
    try withModel { folder in
      let outcome = try Program.run(["apply"] + arguments, in: folder)
      #expect(outcome.code == code && outcome.errors.contains(mention), "\(outcome.errors)")
      #expect(
        !FileManager.default.fileExists(atPath: folder.appendingPathComponent("c.png").path))
    }
  }

  @Test func facesAreRelit() throws {
    try withModel(task: .relighting) { folder in
      let outcome = try Program.run(
        ["relight", "b.png", "--model", "./pairs.safetensors", "-o", "lit.png"], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      let result = try Image.read(folder.appendingPathComponent("lit.png").path)
      #expect(result.channels == 1)
      // Without shipped weights the error names the option for them.
      let plain = try Program.run(["relight", "b.png", "-o", "plain.png"], in: folder)
      let shipped = try ShippedWeights.installed().entries.contains { $0.variant == "relight" }
      #expect(shipped ? plain.code == 0 : plain.code == 64 && plain.errors.contains("--model"))
      let evaluation = try Program.run(
        ["evaluate", "relight", "--data", ".", "--model", "./pairs.safetensors"], in: folder)
      #expect(evaluation.code == 66 && evaluation.errors.contains("faces/yaleB"))
    }
    try withModel { folder in
      let outcome = try Program.run(
        ["relight", "b.png", "--model", "./pairs.safetensors", "-o", "lit.png"], in: folder)
      #expect(outcome.code == 65 && outcome.errors.contains("weights for regression"))
    }
  }

  /// The worked example of the README, with fewer steps.
  @Test func theProgramsOwnPairsAreLearned() throws {
    try Program.withFolder { folder in
      let demo = try Program.run(["demo", "--samples", "samples"], in: folder)
      #expect(demo.code == 0, "\(demo.errors)")
      for part in ["inputs", "targets"] {
        let names = try FileManager.default.contentsOfDirectory(
          atPath: folder.appendingPathComponent("samples/pairs/\(part)").path)
        #expect(names.sorted() == (1...12).map { $0 < 10 ? "0\($0).png" : "\($0).png" })
      }
      let recipes = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Recipes")
      let recipe = try String(
        contentsOf: recipes.appendingPathComponent("pairs-example.yaml"), encoding: .utf8
      ).replacingOccurrences(of: "steps: 300", with: "steps: 30")
        .replacingOccurrences(of: "every: 50", with: "every: 15")
        .replacingOccurrences(of: "channels: 32 ", with: "channels: 16 ")
      try Data(recipe.utf8).write(to: folder.appendingPathComponent("mine.yaml"))
      let training = try Program.run(
        ["train", "mine.yaml", "--data", "samples", "--out", "runs/mine"], in: folder)
      #expect(training.code == 0, "\(training.errors)")
      #expect(training.output.contains("step 15: validation PSNR"))
      let result = try Program.run(
        ["apply", "runs/mine/best.safetensors", "samples/mosaic.png", "-o", "photo.png"],
        in: folder)
      #expect(result.code == 0, "\(result.errors)")
      #expect(try Image.read(folder.appendingPathComponent("photo.png").path).width == 640)
      let plot = try Program.run(["plot", "runs/mine/log.csv", "-o", "course.svg"], in: folder)
      #expect(plot.code == 0, "\(plot.errors)")
      let svg = try String(
        contentsOf: folder.appendingPathComponent("course.svg"), encoding: .utf8)
      #expect(svg.contains("validation psnr db") && svg.contains("<polyline"))
      for (arguments, code, mention) in [
        (["runs/mine/log.csv", "--column", "speed", "-o", "a.svg"], Int32(65), "speed"),
        (["gone.csv", "-o", "a.svg"], 66, "gone.csv"),
        (["runs/mine/log.csv", "-o", "a.png"], 64, ".svg"),
      ] {
        let outcome = try Program.run(["plot"] + arguments, in: folder)
        #expect(outcome.code == code && outcome.errors.contains(mention), "\(outcome.errors)")
      }
    }
  }
}
