import Burnish
import BurnishData
import BurnishEvaluation
import BurnishImages
import BurnishTensors
import Foundation
import Testing

/// The program trains and evaluates a layer after class scores.
@Suite struct SegmentationCommandTests {
  /// Adds labels to a training's frames, changes its recipe to class scores, and makes a test set.
  private func makeLabels(in folder: URL) throws {
    let train = folder.appendingPathComponent("data/rgbd/NYU-train")
    let depth = SyntheticScene().view(width: 96, height: 72).depth
    let labels = LabelMap(
      width: 96, height: 72, labels: depth.values.map { UInt16(min($0 / 700, 5)) })
    try FileManager.default.createDirectory(
      at: train.appendingPathComponent("label40"), withIntermediateDirectories: true)
    for number in 1...3 {
      try labels.write(to: train.appendingPathComponent("label40/\(number).png").path)
    }
    let test = folder.appendingPathComponent("data/rgbd/NYU-test")
    try FileManager.default.createDirectory(at: test, withIntermediateDirectories: true)
    for part in ["label40", "rgb"] {
      try FileManager.default.copyItem(
        at: train.appendingPathComponent(part), to: test.appendingPathComponent(part))
    }
    let recipe = folder.appendingPathComponent("recipe.yaml")
    try String(contentsOf: recipe, encoding: .utf8)
      .replacingOccurrences(of: "depth-upsampling", with: "segmentation")
      .replacingOccurrences(of: "kind: upsampling", with: "kind: class-scores")
      .replacingOccurrences(of: "  protocol: dkn-bicubic\n", with: "")
      .replacingOccurrences(
        of: "set: nyu-train\n",
        with: "set: nyu-train-labels\n  ignoredLabel: 0\n  classesPerCrop: 4\n"
          + "  contrast: 10\n  noise: 3\n"
      )
      .replacingOccurrences(of: "  dequantizationRounds: 0\n", with: "")
      .replacingOccurrences(of: "loss: l1", with: "loss: softmax-log")
      .write(to: recipe, atomically: true, encoding: .utf8)
  }

  @Test func whatIsTrainedIsMeasured() throws {
    try TrainCommandTests.withTraining(steps: 4, every: 4) { folder in
      try makeLabels(in: folder)
      let training = try Program.run(TrainCommandTests.arguments, in: folder)
      #expect(training.code == 0, "\(training.errors)")
      #expect(training.output.contains("step 4: validation log loss "))
      #expect(training.output.contains("(bilinear "))
      let outcome = try Program.run(
        [
          "evaluate", "segmentation", "--data", "data", "--model", "out/best.safetensors",
          "--json", "figures.json",
        ], in: folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("all 3"))
      let json = try JSONSerialization.jsonObject(
        with: Data(contentsOf: folder.appendingPathComponent("figures.json")))
      let metrics = try #require((json as? [String: Any])?["metrics"] as? [String: Double])
      for name in ["nearest", "bilinear", "model"] {
        #expect((0.5..<100).contains(try #require(metrics[name])), "\(metrics)")
      }
      #expect(try #require(metrics["bilinear"]) > #require(metrics["nearest"]))

      // The same layer, on scores from a file.
      let scores = ClassScores(
        samples: Tensor(
          shape: [1, 6, 18, 24], values: (0..<2592).map { Float($0 * 71 % 97) / 10 }))
      try scores.write(to: folder.appendingPathComponent("scores.npy").path)
      let guide = folder.appendingPathComponent("data/rgbd/NYU-test/rgb/1.jpg").path
      let use = try Program.run(
        [
          "upsample", "scores.npy", "--kind", "scores", "--guide", guide, "--model",
          "out/best.safetensors", "-o", "large.npy",
        ], in: folder)
      #expect(use.code == 0, "\(use.errors)")
      let found = try ClassScores.read(folder.appendingPathComponent("large.npy").path)
      let model = try ModelCatalog().jointModel(
        folder.appendingPathComponent("out/best.safetensors").path, for: .classScores(factor: 4))
      let wanted = try ClassScoreUpsampler(model.filter)
        .upsampledBlocking(scores, guide: Image.read(guide))
      #expect(found.samples.shape == [1, 6, 72, 96])
      #expect(
        zip(found.samples.values, wanted.samples.values).allSatisfy { abs($0 - $1) < 1e-4 })

      let depth = try Program.run(
        [
          "evaluate", "depth", "--data", "data", "--set", "nyu", "--factor", "4", "--model",
          "./out/best.safetensors",
        ], in: folder)
      #expect(depth.code != 0 && depth.errorLines.count == 2, "\(depth.errors)")
      try checkPublication(in: folder)
    }
  }

  /// The card of a published file has the same figures as an evaluation of the file.
  private func checkPublication(in folder: URL) throws {
    let publish = ["publish", "out/best.safetensors", "--data", "data", "-o", "x.safetensors"]
    let file = folder.appendingPathComponent("x.safetensors").path
    let noLabels = try Program.run(publish + ["--set", "lu"], in: folder)
    #expect(noLabels.code == 64 && noLabels.errorLines.count == 2, "\(noLabels.errors)")
    #expect(!FileManager.default.fileExists(atPath: file))

    let outcome = try Program.run(publish + ["--limit", "2"], in: folder)
    #expect(outcome.code == 0 && outcome.output.contains("2 images"), "\(outcome.errors)")
    let evaluation = try Program.run(
      [
        "evaluate", "segmentation", "--data", "data", "--model", "./x.safetensors", "--limit", "2",
        "--json", "published.json",
      ], in: folder)
    #expect(evaluation.code == 0, "\(evaluation.errors)")
    let json = try JSONSerialization.jsonObject(
      with: Data(contentsOf: folder.appendingPathComponent("published.json")))
    let metrics = try #require((json as? [String: Any])?["metrics"] as? [String: Double])
    let figures = try WeightFile(contentsOf: file).card.figures
    #expect(figures.map(\.metric) == ["miou nearest", "miou bilinear", "miou model"])
    #expect(figures.map(\.value) == ["nearest", "bilinear", "model"].map { metrics[$0] })
    #expect(figures.allSatisfy { $0.set == "nyu" && $0.factor == 4 && $0.images == 2 })
  }

  @Test func otherWeightsAreRefused() throws {
    try TrainCommandTests.withTraining(steps: 4, every: 4) { folder in
      let training = try Program.run(TrainCommandTests.arguments, in: folder)
      #expect(training.code == 0, "\(training.errors)")
      try makeLabels(in: folder)
      let outcome = try Program.run(
        ["evaluate", "segmentation", "--data", "data", "--model", "out/best.safetensors"],
        in: folder)
      #expect(outcome.code == 65 && outcome.errors.contains("class scores"), "\(outcome.errors)")
      let noise = try Program.run(
        [
          "evaluate", "segmentation", "--data", "data", "--model", "out/best.safetensors",
          "--noise", "-1",
        ], in: folder)
      #expect(noise.code == 64 && noise.errors.contains("--noise"))
    }
  }
}
