import Burnish
import BurnishCore
import BurnishData
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@testable import BurnishTraining

@Suite("Training on class scores")
struct SegmentationTests {
  private func validations(
    _ data: SyntheticData, _ recipe: String
  ) throws -> [TrainingEvent.Validation] {
    var found: [TrainingEvent.Validation] = []
    _ = try withThreadCount(1) {
      try Trainer(
        recipePath: recipe, dataDirectory: data.path, outputDirectory: data.output("out"),
        resume: false
      ).run(observer: { event in
        if case .validation(let validation) = event { found.append(validation) }
      })
    }
    return found
  }

  @Test("A trained layer beats bilinear enlargement on frames that it has not seen")
  func learns() throws {
    let data = try SyntheticData(frames: 8)
    defer { data.remove() }
    let recipe = try data.recipe(steps: 200, every: 200, change: SyntheticData.segmentation)
    let last = try #require(try validations(data, recipe).last)
    #expect(last.measure.name == "log loss" && last.measure.unit == "")
    #expect(last.score < 0.8 * last.baseline, "\(last.score) against \(last.baseline)")
    let path = data.output("out/best.safetensors")
    let model = try ModelCatalog().jointModel(path, for: .classScores(factor: 4))
    #expect(model.card?.task == .segmentation && model.card?.degradation == .classScores(factor: 4))
    let other = #expect(throws: Failure.self) {
      try ModelCatalog().jointModel(path, for: .classScores(factor: 8))
    }
    #expect(other?.found == "weights for class scores x4")
    let depth = #expect(throws: Failure.self) {
      try ModelCatalog().jointModel(path, for: .upsampling(factor: 4))
    }
    #expect(depth?.found == "weights for class scores x4")
    let log = try String(contentsOfFile: data.output("out/log.csv"), encoding: .utf8)
    #expect(log.hasPrefix("step,learning_rate,loss,validation_log_loss\n"))
  }

  private func batches(
    _ data: SyntheticData, _ change: (String) -> String
  ) throws -> SegmentationBatches {
    let path = try data.recipe(steps: 6, every: 3, change: change)
    let recipe = try Recipe.read(path)
    switch recipe.data.source {
    case .labels(let set, let choice, let contrast, let noise):
      return try SegmentationBatches(
        frames: Samples<StoredLabels>.labels(
          set, in: data.path, keeping: 0, ignoring: choice.ignoredLabel
        ).training, recipe: recipe,
        scores: ScoreSource(
          choice: choice, factor: 4,
          simulation: .init(factor: 4, contrast: contrast, noise: noise)), recipePath: path)
    case .scoreFolders(let choice, let scores, let images, let labels):
      return try SegmentationBatches(
        frames: Samples<StoredLabels>.folders(
          in: data.path, scores: data.output(scores), images: data.output(images),
          labels: data.output(labels), factor: 4, keeping: 0, ignoring: choice.ignoredLabel
        ).training, recipe: recipe,
        scores: ScoreSource(choice: choice, factor: 4, simulation: nil), recipePath: path)
    case .depth, .images, .nearInfrared, .pairs, .faces, .colorImages:
      fatalError("the recipe is for something else")
    }
  }

  @Test("Batches depend on the step, and their labels are among the chosen classes")
  func simulatedBatches() throws {
    let data = try SyntheticData()
    defer { data.remove() }
    let batches = try batches(data, SyntheticData.segmentation)
    let (first, again, second) = (
      batches.batch(step: 0), batches.batch(step: 0), batches.batch(step: 1)
    )
    #expect(first.target.values == again.target.values && first.labels == again.labels)
    #expect(first.target.values != second.target.values)
    #expect(first.target.shape == [2, 6, 32, 32] && first.guide.shape == [2, 3, 32, 32])
    #expect(first.target.values.allSatisfy { (-1e-6...1.000001).contains($0) })
    #expect(Set(first.labels).isSubset(of: Set(-1...5)) && first.labels.contains(-1))
    // The winners of noisy scores agree with most labels, whatever classes were chosen.
    for image in 0..<2 {
      let scores = ClassScores(samples: first.target[image..<image + 1])
      let winners = scores.winners().labels
      let labels = first.labels[image * 1024..<(image + 1) * 1024]
      let counted = zip(winners, labels).filter { $0.1 >= 0 }
      let right = counted.filter { Int32($0.0) == $0.1 }.count
      #expect(Double(right) > 0.6 * Double(counted.count))
    }
  }

  @Test("Given scores are cropped, mirrored, and rotated like the labels")
  func givenBatches() throws {
    let data = try SyntheticData(frames: 3)
    defer { data.remove() }
    let batches = try batches(data, try data.withScoreFolders())
    for step in 0..<6 {
      let batch = batches.batch(step: step)
      for image in 0..<2 {
        let winners = ClassScores(samples: batch.target[image..<image + 1]).winners().labels
        let labels = batch.labels[image * 1024..<(image + 1) * 1024]
        let counted = zip(winners, labels).filter { $0.1 >= 0 }
        let right = counted.filter { Int32($0.0) == $0.1 }.count
        #expect(Double(right) > 0.7 * Double(counted.count), "step \(step)")
      }
    }
  }

  @Test("The most frequent labels come first, then the classes with the largest scores")
  func choice() {
    let source = ScoreSource(
      choice: .init(ignoredLabel: 0, classesPerCrop: 3), factor: 1, simulation: nil)
    let labels = LabelMap(width: 4, height: 1, labels: [0, 0, 4, 4])
    let scores = ClassScores(
      samples: Tensor(
        shape: [1, 6, 1, 4],
        values: [9, 9, 9, 9] + [1, 2, 3, 0] + [7, 0, 0, 0] + [0, 0, 0, 0] + [0, 0, 0, 1]
          + [5, 0, 0, 0]))
    #expect(source.choice(of: labels, scores, count: 1) == [4])
    #expect(source.choice(of: labels, scores, count: 3) == [2, 4, 5])
    #expect(ScoreSource.indices(of: labels, in: [2, 4, 5]) == [-1, -1, 1, 1])
    let (target, scale) = source.target(scores, classes: [2, 4], height: 1, width: 4)
    #expect(scale.range == 0...9 && target.shape == [1, 2, 1, 4])
    #expect(abs(target.values[0] - 7 / 9) < 1e-6 && abs(target.values[7] - 1 / 9) < 1e-6)
  }

  @Test("Files that do not fit together are refused, and the errors name them")
  func refusals() throws {
    let data = try SyntheticData(frames: 3)
    defer { data.remove() }
    func failure(_ change: (String) -> String) -> Failure? {
      do {
        _ = try batches(data, change)
        return nil
      } catch { return error as? Failure }
    }
    let folders = try data.withScoreFolders()
    #expect(failure(folders) == nil)
    let many = failure {
      SyntheticData.segmentation($0).replacingOccurrences(of: "PerCrop: 6", with: "PerCrop: 41")
    }
    #expect(many?.description.contains("classesPerCrop") == true)
    let loss = failure { folders($0).replacingOccurrences(of: "softmax-log", with: "l2") }
    #expect(loss?.found == "loss: l2")
    let set = failure { $0.replacingOccurrences(of: "nyu-train", with: "nyu-train-labels") }
    #expect(set?.description.contains("data.ignoredLabel") == true)
    let task = failure {
      SyntheticData.segmentation($0).replacingOccurrences(
        of: "task: segmentation", with: "task: noise-reduction")
    }
    #expect(task?.description.contains("degradation.kind") == true)
    let scores = data.output("rgbd/NYU-train/scores")
    try ClassScores(samples: Tensor(zeros: [1, 9, 18, 20])).write(to: scores + "/1.npy")
    #expect(failure(folders)?.found == "scores of 9 classes")
    try ClassScores(samples: Tensor(zeros: [1, 7, 9, 10])).write(to: scores + "/1.npy")
    #expect(failure(folders)?.subject.hasSuffix("scores/1.npy") == true)
    try ClassScores(samples: Tensor(zeros: [1, 7, 18, 20])).write(to: scores + "/3.npy")
    #expect(failure(folders)?.found.contains("4 files of scores") == true)
    try LabelMap(width: 80, height: 72, labels: .init(repeating: 77, count: 5760))
      .write(to: data.output("rgbd/NYU-train/label40/2.png"))
    #expect(failure(SyntheticData.segmentation)?.found == "the label 77")
  }
}
