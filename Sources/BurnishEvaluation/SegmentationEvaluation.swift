import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors

/// Measures how well a model restores classes from scores of a low resolution, which are simulated
/// from labels.
public struct SegmentationEvaluation: Sendable {
  public var suite: SegmentationSuite
  public var simulation: ClassScoreSimulation
  /// Of the simulated noise.
  public var seed: UInt64

  public init(suite: SegmentationSuite, simulation: ClassScoreSimulation, seed: UInt64 = 0) {
    (self.suite, self.simulation, self.seed) = (suite, simulation, seed)
  }

  /// Mean intersection over union in percent of the classes that win: by the low-resolution scores
  /// as they are (`nearest`), enlarged bilinearly (`bilinear`), and after the model (`model`).
  ///
  /// An image is cropped to a multiple of the factor at its right and lower edge. A row's figures
  /// are those of one image; the figures of all images come from the pixels of all of them.
  /// - Parameter progress: called after each image with its row and the number of images.
  /// - Throws: ``Failure`` as the suite's reading, and `badData` where an image is smaller than the
  ///   factor; and whatever `progress` throws, which ends the work.
  public func run(
    _ model: JointModel, progress: (EvaluationReport.Row, Int) throws -> Void = { _, _ in }
  ) throws -> EvaluationReport {
    let factor = simulation.factor
    var report = EvaluationReport(
      set: "nyu", model: model.name,
      protocol: "simulated-scores (contrast \(simulation.contrast), noise \(simulation.noise), "
        + "seed \(seed))",
      strength: .factor(factor), unit: "miou in %", metrics: ["nearest", "bilinear", "model"])
    let empty = ConfusionMatrix(classCount: suite.classCount, ignoring: suite.ignored)
    var all = Array(repeating: empty, count: report.metrics.count)
    let upsampler = ClassScoreUpsampler(model.filter)
    var index: UInt64 = 0
    try report.addRows(of: suite.pairs, progress: progress) { pair in
      var random = RandomNumbers(seed: seed, stream: index)
      index += 1
      let sample = try suite.sample(pair)
      let (height, width) = (
        sample.labels.height / factor * factor, sample.labels.width / factor * factor
      )
      guard height > 0, width > 0 else {
        throw Failure(
          .badData, pair.targetPath, found: "\(sample.labels.width)x\(sample.labels.height) pixels",
          wanted: "x\(factor) at least")
      }
      let truth = sample.labels.cropped(width: width, height: height)
      let guide = Image(samples: cropped(sample.guide.samples, to: factor))
      let scores = simulation.scores(
        of: truth, classCount: suite.classCount, ignoring: suite.ignored, random: &random)
      let enlarged = ClassScores(
        samples: ClassScoreUpsampler.enlarged(scores.samples, height: height, width: width))
      let refined = try upsampler.upsampled(scores, guide: guide)
      let results = [
        scores.winners(excluding: suite.ignored).repeated(factor: factor),
        enlarged.winners(excluding: suite.ignored), refined.winners(excluding: suite.ignored),
      ]
      return EvaluationReport.Row(
        name: pair.name,
        values: results.enumerated().map { place, result in
          all[place].add(result, truth: truth)
          var own = empty
          own.add(result, truth: truth)
          return 100 * own.meanIntersectionOverUnion
        })
    }
    report.overall = all.map { 100 * $0.meanIntersectionOverUnion }
    return report
  }
}
