import Burnish
import BurnishCore
import Foundation

extension Recipe {
  /// The recipe's network and data.
  ///
  /// - Parameters:
  ///   - dataDirectory: the folder that holds the data sets.
  ///   - path: the recipe's file, for the failures' sake.
  func makeTask(dataDirectory: String, path: String) throws(Failure) -> any TrainingTask {
    let validation = data.validationFrames
    switch data.source {
    case .nyuTrain(let rounds):
      return try JointTask(
        recipe: self,
        frames: DepthFrames.nyuTrain(
          dataDirectory, dequantizationRounds: rounds, keeping: validation), recipePath: path)
    case .nearInfrared:
      return try JointTask(
        recipe: self, frames: NearInfraredFrames.country(dataDirectory, keeping: validation),
        recipePath: path)
    case .images(let choice):
      return try ImageTask(
        recipe: self, frames: ImageFrames.folder(in: dataDirectory, choice, keeping: validation),
        recipePath: path)
    case .colorImages(let choice):
      guard case .lostColors(let output, let maximumSide) = degradation else {
        preconditionFailure("a recipe for \(task.rawValue) has no colors to learn")
      }
      return try ColorizationTask(
        recipe: self, output: output,
        frames: ImageFrames.folders(
          in: dataDirectory, choice, maximumSide: maximumSide, keeping: validation),
        lossStride: choice.lossStride, recipePath: path)
    case .pairs(let choice):
      return try PairTask(
        recipe: self, frames: PairFrames.folders(in: dataDirectory, choice, keeping: validation),
        recipePath: path)
    case .yaleFaces:
      return try PairTask(
        recipe: self, frames: PairFrames.yaleFaces(dataDirectory, keeping: validation),
        recipePath: path)
    case .nyuTrainLabels(let choice, let contrast, let noise):
      return try SegmentationTask(
        recipe: self,
        frames: LabeledFrames.nyuTrain(
          dataDirectory, keeping: validation, ignoring: choice.ignoredLabel),
        scores: ScoreSource(
          choice: choice, factor: scoreFactor,
          simulation: .init(factor: scoreFactor, contrast: contrast, noise: noise)),
        recipePath: path)
    case .scoreFolders(let choice, let scores, let images, let labels):
      func folder(_ relative: String) -> String {
        FrameFiles.path(relative, in: dataDirectory)
      }
      return try SegmentationTask(
        recipe: self,
        frames: LabeledFrames.folders(
          scores: folder(scores), images: folder(images), labels: folder(labels),
          factor: scoreFactor, keeping: validation, ignoring: choice.ignoredLabel),
        scores: ScoreSource(choice: choice, factor: scoreFactor, simulation: nil),
        recipePath: path)
    }
  }

  /// How many times the resolution of class scores is below that of the images.
  private var scoreFactor: Int {
    guard case .classScores(let factor) = degradation else {
      preconditionFailure("a recipe for \(task.rawValue) has no class scores")
    }
    return factor
  }
}
