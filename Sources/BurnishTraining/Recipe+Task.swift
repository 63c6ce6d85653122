import Burnish
import BurnishCore
import BurnishData

extension Recipe {
  /// Makes the recipe's task, with its network and data.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds the data sets.
  ///   - path: the recipe's file, named in errors.
  func makeTask(dataDirectory: String, path: String) throws(Failure) -> any TrainingTask {
    let validation = data.validationFrames
    switch data.source {
    case .depth(let set, let rounds):
      return try JointTask(
        recipe: self,
        frames: Samples<StoredDepth>.depth(
          set, in: dataDirectory, dequantizationRounds: rounds, keeping: validation),
        recipePath: path)
    case .nearInfrared(let set):
      return try JointTask(
        recipe: self,
        frames: Samples<StoredNearInfrared>.nearInfrared(
          set, in: dataDirectory, keeping: validation),
        recipePath: path)
    case .images(let choice):
      return try ImageTask(
        recipe: self,
        frames: Samples<StoredPair>.folder(in: dataDirectory, choice, keeping: validation),
        recipePath: path)
    case .colorImages(let choice):
      guard case .lostColors(let output, let maximumSide) = degradation else {
        fatalError("a recipe for \(task.rawValue) has no colors to learn")
      }
      return try ColorizationTask(
        recipe: self, output: output,
        frames: Samples<StoredPair>.folders(
          in: dataDirectory, choice, maximumSide: maximumSide, keeping: validation),
        lossStride: choice.lossStride, recipePath: path)
    case .pairs(let choice):
      return try ImageTask(
        recipe: self,
        frames: Samples<StoredPair>.folders(in: dataDirectory, choice, keeping: validation),
        recipePath: path)
    case .faces(let set):
      return try ImageTask(
        recipe: self,
        frames: Samples<StoredPair>.faces(set, in: dataDirectory, keeping: validation),
        recipePath: path)
    case .labels(let set, let choice, let contrast, let noise):
      return try SegmentationTask(
        recipe: self,
        frames: Samples<StoredLabels>.labels(
          set, in: dataDirectory, keeping: validation, ignoring: choice.ignoredLabel),
        scores: ScoreSource(
          choice: choice, factor: scoreFactor,
          simulation: .init(factor: scoreFactor, contrast: contrast, noise: noise)),
        recipePath: path)
    case .scoreFolders(let choice, let scores, let images, let labels):
      return try SegmentationTask(
        recipe: self,
        frames: Samples<StoredLabels>.folders(
          in: dataDirectory, scores: scores, images: images, labels: labels, factor: scoreFactor,
          keeping: validation, ignoring: choice.ignoredLabel),
        scores: ScoreSource(choice: choice, factor: scoreFactor, simulation: nil),
        recipePath: path)
    }
  }

  /// The factor by which the class scores' resolution is lower than the images'.
  private var scoreFactor: Int {
    guard case .classScores(let factor) = degradation else {
      fatalError("a recipe for \(task.rawValue) has no class scores")
    }
    return factor
  }
}
