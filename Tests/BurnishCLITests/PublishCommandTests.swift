import Burnish
import BurnishData
import Foundation
import Testing
import _TestSupport

/// Publishing weights from a training as a package.
@Suite struct PublishCommandTests {
  /// Copies the training's frames to the folder of the data set `lu`.
  private func makeSuite(in folder: URL) throws {
    for (from, to) in [("depth", "Depth"), ("rgb", "RGB")] {
      let target = folder.appendingPathComponent("data/rgbd/Lu/\(to)")
      try FileManager.default.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: folder.appendingPathComponent("data/rgbd/NYU-train/\(from)"), to: target)
    }
  }

  @Test func figuresAreThoseOfTheWrittenWeights() throws {
    try TrainCommandTests.withTraining(steps: 4, every: 2) { folder in
      try makeSuite(in: folder)
      let training = try Program.run(TrainCommandTests.arguments, in: folder)
      #expect(training.code == 0, "\(training.errors)")
      let outcome = try Program.run(
        [
          "publish", "out/best.safetensors", "--data", "data", "--set", "lu", "-o",
          "small-x4.safetensors",
        ], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("lu x4 rmse"))

      let evaluation = try Program.run(
        [
          "evaluate", "depth", "--data", "data", "--set", "lu", "--factor", "4", "--model",
          "./small-x4.safetensors", "--json", "figures.json",
        ], in: folder)
      #expect(evaluation.code == 0, "\(evaluation.errors)")
      let json = try JSONSerialization.jsonObject(
        with: Data(contentsOf: folder.appendingPathComponent("figures.json")))
      let metrics = try #require((json as? [String: Any])?["metrics"] as? [String: Double])

      let path = folder.appendingPathComponent("small-x4.safetensors").path
      let card = try WeightFile(contentsOf: path).card
      #expect(card.figures.map(\.set) == ["lu"] && card.figures[0].metric == "rmse")
      #expect(card.figures[0].value == metrics["rmse"] && card.figures[0].images == 3)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(!files.contains { $0.contains("unmeasured") })
    }
  }

  @Test func nothingIsLeftOfWhatFails() throws {
    try TrainCommandTests.withTraining(steps: 4, every: 2) { folder in
      func publish(_ weights: String) throws -> Program.Outcome {
        try Program.run(
          ["publish", weights, "--data", "data", "--set", "lu", "-o", "x.safetensors"], in: folder)
      }
      try NoiseModel.write(to: folder.appendingPathComponent("small.safetensors").path)
      let noSuite = try publish("small.safetensors")
      #expect(noSuite.code == 66 && noSuite.errors.contains("rgbd/"), "\(noSuite.errors)")
      try makeSuite(in: folder)
      let noWeights = try publish("none.safetensors")
      #expect(noWeights.code == 66 && noWeights.errors.contains("none.safetensors"))
      let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(files.sorted() == ["data", "recipe.yaml", "small.safetensors"])
    }
  }

  /// Weights from pairs have no figures, so publishing them needs no data.
  @Test func dataAreAskedForOnlyWhereSomeAreRead() throws {
    try Program.withFolder { folder in
      try PairModel.write(
        to: folder.appendingPathComponent("pairs.safetensors").path, inputChannels: 3,
        outputChannels: 3)
      let pairs = try Program.run(
        ["publish", "pairs.safetensors", "-o", "p.safetensors"], in: folder)
      #expect(pairs.code == 0, "\(pairs.errors)")
      try NoiseModel.write(to: folder.appendingPathComponent("noise.safetensors").path)
      let noise = try Program.run(
        ["publish", "noise.safetensors", "-o", "n.safetensors"], in: folder)
      #expect(noise.code == 64 && noise.errors.contains("--data"))
    }
  }
}
