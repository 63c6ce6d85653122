import Burnish
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

  /// The model's figures: `rmse` and `mae` of each picture, in the suite's unit of errors.
  ///
  /// A picture is cropped to a multiple of the factor at its right and lower edge, reduced and
  /// enlarged by this evaluation's protocol (not the one that the model was trained for), scaled to
  /// 0...1 for the model and back. Nothing is rounded or clipped. The protocol's border does not
  /// count.
  /// - Parameter progress: called after each picture with its row and the number of pictures.
  /// - Throws: ``Failure`` as the suite's reading, and `badData` where a picture is too small for
  ///   the protocol; and whatever `progress` throws, which ends the work.
  public func run(
    _ model: DepthModel, progress: (EvaluationReport.Row, Int) throws -> Void = { _, _ in }
  ) throws -> EvaluationReport {
    var report = EvaluationReport(
      set: suite.name.rawValue, model: model.name, protocol: self.protocol.rawValue,
      strength: .factor(factor), unit: suite.name.unit, metrics: ["rmse", "mae"])
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
      let result = restored(truth, guide: guide, by: model)
      return EvaluationReport.Row(
        name: pair.name,
        values: [
          rootMeanSquareError(result, truth, border: border),
          meanAbsoluteError(result, truth, border: border),
        ])
    }
    return report
  }

  /// The depth after the loss of resolution and the model's work on it, in the unit of `truth`.
  private func restored(_ truth: Tensor, guide: Tensor, by model: DepthModel) -> Tensor {
    let target = self.protocol.enlarged(
      self.protocol.reduced(truth, factor: factor), factor: factor)
    let scale = suite.name.networkScale(of: truth)
    return scale.denormalized(model.filter.filter(target: scale.normalized(target), guide: guide))
  }
}
