import Burnish
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

private let shipped = (try? ShippedWeights.installed().entries) ?? []

@Suite struct CommandTests {
  @Test func upsampleGivesWhatTheLibraryGives() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      // The program replaces an older file of the same name.
      try Data("old".utf8).write(to: folder.appendingPathComponent("out.png"))
      let outcome = try Program.run(
        [
          "upsample", "depth.png", "--guide", "guide.jpg", "--factor", "4", "--model", "bicubic",
          "--threads", "1", "-o", "out.png",
        ], in: folder)
      #expect(outcome.code == 0 && outcome.errorLines.count == 2 && outcome.output == "")
      #expect(outcome.errors.contains("depth.png was taken for depth in millimeters"))
      let result = try DepthMap.read(folder.appendingPathComponent("out.png").path)
      let wanted = try DepthUpsampler(.bicubic()).upsampledBlocking(
        Samples.depth, guide: Samples.guide())
      #expect(result.unit == .millimeters)
      #expect(result.samples.shape == [1, 1, 48, 64])
      #expect(try #require(result.valid).values == #require(wanted.valid).values)
      #expect(result.validCount == 64 * 48 - 2 * 16)
      #expect(
        zip(result.samples.values, wanted.samples.values).allSatisfy { abs($0 - $1) <= 0.5 })
    }
  }

  @Test func upsampleKeepsMetersAndHoles() throws {
    try Program.withFolder { folder in
      try Samples.guide(channels: 1).write(to: folder.appendingPathComponent("gray.png").path)
      var values = (0..<192).map { 1 + Float($0) / 1000 }
      values[0] = .nan
      try Samples.pfm(values, width: 16).write(to: folder.appendingPathComponent("depth.pfm"))
      let outcome = try Program.run(
        [
          "upsample", "depth.pfm", "--guide", "gray.png", "--model", "bicubic", "--nan-holes", "-o",
          "out.pfm",
        ], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      let result = try DepthMap.read(folder.appendingPathComponent("out.pfm").path)
      #expect(result.unit == .meters)
      #expect(result.validCount == 64 * 48 - 16)
      #expect(result.samples.values.allSatisfy { $0 == 0 || (0.99...1.25).contains($0) })
    }
  }

  @Test func evaluatePrintsAndWritesTheSameFigures() throws {
    try Program.withFolder { folder in
      for kind in ["Depth", "RGB"] {
        try FileManager.default.createDirectory(
          at: folder.appendingPathComponent("data/rgbd/Lu/\(kind)"),
          withIntermediateDirectories: true)
      }
      let steps = (0..<3072).map { index -> Float in
        let (row, column) = (index / 64, index % 64)
        return Float(column / 16 * 50 + row / 10)
      }
      let depth = DepthMap(
        samples: Tensor(shape: [1, 1, 48, 64], values: steps), unit: .levels8)
      for name in ["a", "b"] {
        try depth.write(to: folder.appendingPathComponent("data/rgbd/Lu/Depth/\(name).png").path)
        try Samples.guide().write(
          to: folder.appendingPathComponent("data/rgbd/Lu/RGB/\(name).png").path)
      }
      let arguments = [
        "evaluate", "depth", "--set", "lu", "--factor", "4", "--model", "bicubic", "--protocol",
        "djf-nearest", "--json", "figures.json",
      ]
      let outcome = try Program.run(arguments + ["--data", "data"], in: folder)
      #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
      let json = try JSONSerialization.jsonObject(
        with: Data(contentsOf: folder.appendingPathComponent("figures.json")))
      let object = try #require(json as? [String: Any])
      #expect(object["set"] as? String == "lu" && object["model"] as? String == "bicubic")
      #expect(object["protocol"] as? String == "djf-nearest" && object["factor"] as? Int == 4)
      let rmse = try #require((object["metrics"] as? [String: Double])?["rmse"])
      #expect((1...50).contains(rmse))
      #expect(outcome.output.contains(String(format: "%.4f", rmse)))
      #expect(
        (object["images"] as? [[String: Any]])?.compactMap { $0["name"] as? String } == ["a", "b"])
      // The environment variable works too and gives the same figures.
      let again = try Program.run(
        arguments + ["--limit", "1"], in: folder, environment: ["BURNISH_DATA": "data"])
      #expect(again.code == 0 && again.output.contains("mean of 1"))
    }
  }

  @Test(.enabled(if: !shipped.isEmpty, "the package ships no weights"))
  func modelsListsWhatIsShipped() throws {
    let outcome = try Program.run(["models"])
    #expect(outcome.code == 0 && outcome.errors == "")
    for entry in shipped {
      #expect(outcome.output.contains("\(entry.title.name) \(entry.title.purpose)\n"))
    }
    for label in ["task", "size", "training", "data license", "figures"] {
      let count = outcome.output.components(separatedBy: "\n  \(label) ").count - 1
      #expect(count == shipped.count, "\(label)")
    }
    let engines = try shipped.compactMap { try WeightFile(contentsOf: $0.path).card.engine }
    #expect(outcome.output.components(separatedBy: "\n  engine ").count - 1 == engines.count)
    #expect(engines.allSatisfy { outcome.output.contains(" \($0)\n") })
  }

  /// Without a model's name, the program finds the shipped FDKN without any path.
  @Test(.enabled(if: shipped.contains { $0.name == "fdkn" && $0.factor == 4 }, "no FDKN x4"))
  func upsampleFindsTheShippedModel() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let outcome = try Program.run(
        ["upsample", "depth.png", "--guide", "guide.png", "-o", "out.png"], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      let result = try DepthMap.read(folder.appendingPathComponent("out.png").path)
      let model = try ModelCatalog().jointModel("fdkn", for: .upsampling(factor: 4))
      // Read the guide from the file: the rounding to 8 bits changes a network's result.
      let guide = try Image.read(folder.appendingPathComponent("guide.png").path)
      let wanted = try DepthUpsampler(model).upsampledBlocking(Samples.depth, guide: guide)
      #expect(
        zip(result.samples.values, wanted.samples.values).allSatisfy { abs($0 - $1) <= 0.51 })
    }
  }

  @Test func versionIsPrinted() throws {
    let outcome = try Program.run(["--version"])
    #expect(outcome.code == 0 && outcome.output.hasPrefix("burnish "))
  }

  @Test func demoWritesASheetAndSaysWhere() throws {
    try Program.withFolder { folder in
      let outcome = try Program.run(["demo", "--model", "bicubic", "-o", "sheet.png"], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("bicubic") && outcome.output.contains(" mm"))
      #expect(outcome.output.contains(folder.appendingPathComponent("sheet.png").path))
      let sheet = try Image.read(folder.appendingPathComponent("sheet.png").path)
      #expect(sheet.channels == 3 && sheet.width > 900)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["sheet.png"])
    }
  }

  /// The README's commands on the images of the demonstration, with filters that need no weights.
  @Test func samplesServeTheCommands() throws {
    try Program.withFolder { folder in
      let demo = try Program.run(["demo", "--model", "bicubic", "--samples", "s"], in: folder)
      #expect(demo.code == 0 && demo.output.contains("samples: "), "\(demo.errors)")
      let samples = folder.appendingPathComponent("s")
      for arguments in [
        ["upsample", "depth.png", "--kind", "depth", "--guide", "photo.png", "--model", "guided"],
        ["upsample", "mask.png", "--kind", "mask", "--guide", "photo.png", "--model", "guided"],
        ["denoise", "night.png", "--guide", "infrared.png", "--model", "guided"],
        ["smooth", "mosaic.png", "--model", "guided"],
        ["colorize", "gray.png", "--scribbles", "strokes.png"],
      ] {
        let outcome = try Program.run(arguments + ["-o", "out.png"], in: samples)
        #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
        let result = try Image.read(samples.appendingPathComponent("out.png").path)
        #expect(result.width == 640 && result.height == 480)
      }
      try ImageNoiseModel.write(to: samples.appendingPathComponent("small.safetensors").path)
      for (arguments, width, height) in [
        (["superres", "small.png", "--factor", "2.5"], 240, 180),
        (["deblur", "shaken.png", "--kernel", "shake.png", "--sigma", "auto"], 228, 168),
        (["inpaint", "scratched.png", "--mask", "scratches.png"], 240, 180),
        (["restore", "recipe.yaml"], 240, 180),
      ] {
        let outcome = try Program.run(
          arguments + ["--model", "./small.safetensors", "--iterations", "1", "-o", "out.png"],
          in: samples)
        #expect(outcome.code == 0, "\(outcome.errors)")
        // The path of the camera shake is not centered, and the program reports nothing else.
        #expect(
          outcome.errors.split(separator: "\n").allSatisfy {
            $0.hasPrefix("burnish: shake.png: the weights lie off the kernel's middle")
          }, "\(outcome.errors)")
        let result = try Image.read(samples.appendingPathComponent("out.png").path)
        #expect(result.width == width && result.height == height)
      }
    }
  }
}
