import BurnishData
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation
import Testing

/// The trainer, run as a user runs it, on frames that the tests render.
@Suite struct TrainCommandTests {
  /// Calls `body` with a folder that holds `recipe.yaml` and `data/rgbd/NYU-train` with three small frames.
  static func withTraining(
    steps: Int, every: Int, channels: String = "[4, 4, 4, 4, 4, 4]", _ body: (URL) throws -> Void
  ) throws {
    try Program.withFolder { folder in
      let set = folder.appendingPathComponent("data/rgbd/NYU-train")
      for kind in ["depth", "rgb"] {
        try FileManager.default.createDirectory(
          at: set.appendingPathComponent(kind), withIntermediateDirectories: true)
      }
      let view = SyntheticScene().view(width: 96, height: 72)
      for number in 1...3 {
        let levels = view.depth * (Float(number) * 0.015)
        try DepthMap(samples: levels, unit: .levels8)
          .write(to: set.appendingPathComponent("depth/\(number).png").path)
        try Image(samples: view.color)
          .write(to: set.appendingPathComponent("rgb/\(number).jpg").path)
      }
      let recipe = """
        name: fdkn
        task: depth-upsampling
        model:
          architecture: FDKN
          channels: \(channels)
          kernelSize: 3
          windowRadius: 7
          residual: true
          guide: color
        degradation:
          kind: upsampling
          factor: 4
          protocol: dkn-bicubic
        seed: 1
        start: scratch
        data:
          set: nyu-train
          validationFrames: 1
          dequantizationRounds: 0
          margin: 0
          cropSize: 32
          batchSize: 1
          flips: true
          quarterTurns: true
        loss: l1
        optimizer:
          learningRate: 0.001
          beta1: 0.9
          beta2: 0.999
          epsilon: 1.0e-8
          weightDecay: 0.0001
          clipGradientNorm: 1
        schedule:
          steps: \(steps)
          warmup: 2
          finalFraction: 0.01
        validation:
          every: \(every)
          averageDecay: 0.9

        """
      try Data(recipe.utf8).write(to: folder.appendingPathComponent("recipe.yaml"))
      try body(folder)
    }
  }

  static let arguments = ["train", "recipe.yaml", "--data", "data", "--out", "out"]

  @Test func whatIsTrainedCanBeUsed() throws {
    try Self.withTraining(steps: 6, every: 3) { folder in
      let outcome = try Program.run(Self.arguments, in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("step 3: validation RMSE"))
      #expect(outcome.output.contains("finished: out/best.safetensors"))
      let log = try String(
        contentsOf: folder.appendingPathComponent("out/log.csv"), encoding: .utf8)
      #expect(log.split(separator: "\n").last?.hasPrefix("6,") == true)

      try Samples.write(to: folder)
      let use = try Program.run(
        [
          "upsample", "depth.png", "--guide", "guide.png", "--model", "out/best.safetensors", "-o",
          "sharp.png",
        ], in: folder)
      #expect(use.code == 0, "\(use.errors)")
      let sharp = try DepthMap.read(folder.appendingPathComponent("sharp.png").path)
      #expect(sharp.width == 64 && sharp.height == 48)

      let again = try Program.run(Self.arguments, in: folder)
      #expect(again.code == 73 && again.errors.contains("--resume"), "\(again.errors)")
    }
  }

  @Test func anInterruptEndsWithACheckpoint() throws {
    try Self.withTraining(steps: 1_000_000, every: 1_000_000) { folder in
      let log = folder.appendingPathComponent("out/log.csv")
      let outcome = try Program.run(Self.arguments, in: folder) { process in
        // The log's second line shows that training steps have begun.
        while process.isRunning {
          let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
          if text.split(separator: "\n").count > 1 { break }
          Thread.sleep(forTimeInterval: 0.05)
        }
        process.interrupt()
      }
      #expect(outcome.code == 130, "\(outcome.errors)")
      #expect(outcome.errors.isEmpty)
      let match = try #require(outcome.output.firstMatch(of: /interrupted after step ([0-9]+)/))
      let state = folder.appendingPathComponent("out/state.safetensors").path
      #expect(FileManager.default.fileExists(atPath: state))

      let resumed = try Program.run(Self.arguments + ["--resume"], in: folder) { process in
        let before = try String(contentsOf: log, encoding: .utf8)
        while process.isRunning {
          let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
          if text.count > before.count { break }
          Thread.sleep(forTimeInterval: 0.05)
        }
        process.interrupt()
      }
      #expect(resumed.code == 130, "\(resumed.errors)")
      let later = try #require(resumed.output.firstMatch(of: /interrupted after step ([0-9]+)/))
      #expect(try #require(Int(later.1)) > #require(Int(match.1)))
    }
  }

  @Test func badRecipesAreRefused() throws {
    try Self.withTraining(steps: 6, every: 3, channels: "[4, -4]") { folder in
      let range = try Program.run(Self.arguments, in: folder)
      #expect(range.code == 65 && range.errors.contains("channels"), "\(range.errors)")
      try Data("name: [".utf8).write(to: folder.appendingPathComponent("recipe.yaml"))
      let text = try Program.run(Self.arguments, in: folder)
      #expect(text.code == 65 && text.errors.hasPrefix("burnish: recipe.yaml: "), "\(text.errors)")
      try FileManager.default.removeItem(at: folder.appendingPathComponent("recipe.yaml"))
      let missing = try Program.run(Self.arguments, in: folder)
      #expect(missing.code == 66, "\(missing.errors)")
      for outcome in [range, text, missing] { #expect(outcome.errorLines.count == 2) }
      let out = folder.appendingPathComponent("out").path
      #expect(!FileManager.default.fileExists(atPath: out))
    }
  }

  @Test func missingDataIsNamed() throws {
    try Self.withTraining(steps: 6, every: 3) { folder in
      let outcome = try Program.run(
        ["train", "recipe.yaml", "--data", "nowhere", "--out", "out"], in: folder)
      #expect(outcome.code == 66 && outcome.errors.contains("nowhere"), "\(outcome.errors)")
      let out = folder.appendingPathComponent("out").path
      #expect(!FileManager.default.fileExists(atPath: out))
    }
  }

  #if os(Linux)
    /// The program refuses it before it allocates or writes anything.
    @Test func aBatchThatIsTooLargeForTheMemoryIsRefused() throws {
      try Self.withTraining(steps: 4, every: 2, channels: "[64, 64, 64, 64, 64, 64]") { folder in
        let path = folder.appendingPathComponent("recipe.yaml")
        let recipe = try String(contentsOf: path, encoding: .utf8)
        let large = recipe.replacing("batchSize: 1", with: "batchSize: 1024")
          .replacing("cropSize: 32", with: "cropSize: 64")
        try Data(large.utf8).write(to: path)
        let program = try #require(Program.url).path
        let outcome = try Program.run(
          [
            "-c",
            "ulimit -v 1500000; exec '\(program)' train recipe.yaml --data data --out out --threads 1",
          ], in: folder, program: URL(fileURLWithPath: "/bin/sh"))
        #expect(outcome.code == 71, "\(outcome.code): \(outcome.errors)")
        #expect(outcome.errors.contains("memory") && outcome.errors.contains("data.batchSize"))
        #expect(outcome.errorLines.count == 2)
        #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("out").path))
      }
    }
  #endif
}
