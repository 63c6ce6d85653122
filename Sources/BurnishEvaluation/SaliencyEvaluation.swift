import Burnish
import BurnishCore
import BurnishTensors

/// Measures how well a model that sharpens depth restores binary masks.
public struct SaliencyEvaluation: Sendable {
  public var suite: SaliencySuite
  public var `protocol`: DepthProtocol
  /// How many times the low resolution is below the full one.
  public var factor: Int

  public init(suite: SaliencySuite, protocol depthProtocol: DepthProtocol, factor: Int) {
    precondition(factor > 0, "a factor of \(factor) is not positive")
    self.suite = suite
    self.protocol = depthProtocol
    self.factor = factor
  }

  /// The model's figures for each image: `wfm`, the weighted F-measure, and `rmse` in 0...255.
  ///
  /// An image is cropped to a multiple of the factor at its right and lower edge. The binary mask
  /// is reduced by this evaluation's protocol, enlarged as `Model.target` has it, goes through
  /// the model, and is clipped to 0...1. No border is left out.
  /// - Parameter progress: called after each image with its row and the number of images.
  /// - Throws: ``Failure`` as the suite's reading, and `badData` where an image is smaller than the
  ///   factor; and whatever `progress` throws, which ends the work.
  public func run(
    _ model: JointModel, progress: (EvaluationReport.Row, Int) throws -> Void = { _, _ in }
  ) throws -> EvaluationReport {
    var report = EvaluationReport(
      set: "saliency", model: model.name, protocol: self.protocol.rawValue,
      strength: .factor(factor), unit: "wfm 0...1 and levels 0...255", metrics: ["wfm", "rmse"])
    try report.addRows(of: suite.pairs, progress: progress) { pair in
      let sample = try suite.sample(pair)
      let truth = cropped(sample.mask, to: factor)
      guard truth.count > 0 else {
        throw Failure(
          .badData, pair.targetPath,
          found: "\(sample.mask.shape[3])x\(sample.mask.shape[2]) pixels",
          wanted: "x\(factor) at least")
      }
      let target = model.target(of: truth, under: self.protocol, factor: factor)
      let result = model.filter.filter(target: target, guide: cropped(sample.guide, to: factor))
        .clipped(to: 0...1)
      return EvaluationReport.Row(
        name: pair.name,
        values: [weightedFMeasure(result, truth), 255 * rootMeanSquareError(result, truth)])
    }
    return report
  }
}
