import Burnish
import BurnishCore
import BurnishTensors

/// Measures how well a model restores the depth of a suite under a protocol.
public struct DepthEvaluation: Sendable {
  public var suite: DepthSuite
  public var `protocol`: DepthProtocol
  /// How many times the low resolution is below the full one.
  public var factor: Int

  public init(suite: DepthSuite, protocol depthProtocol: DepthProtocol, factor: Int) {
    precondition(factor > 0, "a factor of \(factor) is not positive")
    self.suite = suite
    self.protocol = depthProtocol
    self.factor = factor
  }

  /// The model's figures: `rmse` and `mae` of each image, in the suite's unit of errors, and under a
  /// protocol that counts bad pixels their percentage: `bmp3`, of errors above 3 where 0...255 is what
  /// the model sees as 0...1.
  ///
  /// An image is cropped to a multiple of the factor at its right and lower edge, reduced by this
  /// evaluation's protocol (not the one that the model was trained for), enlarged as
  /// `Model.target` has it, scaled to 0...1 for the model and back. Nothing is rounded or clipped.
  /// The protocol's border does not count.
  /// - Parameter progress: called after each image with its row and the number of images.
  /// - Throws: ``Failure`` as the suite's reading, and `badData` where an image is too small for
  ///   the protocol; and whatever `progress` throws, which ends the work.
  public func run(
    _ model: JointModel, progress: (EvaluationReport.Row, Int) throws -> Void = { _, _ in }
  ) throws -> EvaluationReport {
    let threshold = self.protocol.badPixelThreshold
    var report = EvaluationReport(
      set: suite.name.rawValue, model: model.name, protocol: self.protocol.rawValue,
      strength: .factor(factor), unit: suite.name.unit + (threshold == nil ? "" : " and bmp3 in %"),
      metrics: ["rmse", "mae"] + (threshold == nil ? [] : ["bmp3"]))
    try report.addRows(of: suite.pairs, progress: progress) { pair in
      let sample = try suite.sample(pair)
      let truth = cropped(sample.depth, to: factor)
      let guide = cropped(sample.guide, to: factor)
      let border = self.protocol.border
      guard truth.shape[2] > 2 * border, truth.shape[3] > 2 * border else {
        throw Failure(
          .badData, pair.targetPath,
          found: "\(sample.depth.shape[3])x\(sample.depth.shape[2]) pixels",
          wanted: "more than \(2 * border) on each side, and x\(factor) at least")
      }
      let scale = suite.name.networkScale(of: truth)
      let target = scale.normalized(
        model.target(of: truth, under: self.protocol, factor: factor))
      let result = scale.denormalized(model.filter.filter(target: target, guide: guide))
      let badPixels = threshold.map {
        // An error of just the threshold stays below it in spite of rounding.
        badPixelPercentage(
          result, truth, threshold: ($0 + 1e-4) / 255 * Double(scale.extent), border: border)
      }
      return EvaluationReport.Row(
        name: pair.name,
        values: [
          rootMeanSquareError(result, truth, border: border),
          meanAbsoluteError(result, truth, border: border),
        ] + (badPixels.map { [$0] } ?? []))
    }
    return report
  }
}
