import Burnish

/// Measures how well a filter takes noise off the depth of a suite.
public struct DepthNoiseEvaluation: Sendable {
  public var suite: DepthSuite
  public var noise: ReproducibleNoise

  /// - Parameter sigma: the standard deviation of the noise for depth that spans 0...255: 18.03 is
  ///   the variance 0.005 on depth in 0...1, 8.06 the variance 0.001.
  public init(suite: DepthSuite, sigma: Double) {
    self.suite = suite
    noise = ReproducibleNoise(sigma: sigma)
  }

  /// The filter's figures for each image: `rmse` in the suite's unit of errors and `rmse255`, the
  /// same for depth scaled to 0...255.
  ///
  /// Depth is scaled to 0...1 as a network sees it: by the image's own least and greatest depth
  /// (NYU, RGB-D-D) or by 255 (Middlebury, Lu). Then noise is added. Nothing is rounded or clipped,
  /// and no border is left out.
  /// - Parameters:
  ///   - model: the filter, whose name the report bears.
  ///   - progress: called after each image with its row and the number of images.
  /// - Throws: ``Failure`` as the suite's reading; and whatever `progress` throws, which ends the
  ///   work.
  public func run(
    _ model: JointModel, progress: (EvaluationReport.Row, Int) throws -> Void = { _, _ in }
  ) throws -> EvaluationReport {
    var report = EvaluationReport(
      set: suite.name.rawValue, model: model.name, protocol: "awgn-depth",
      strength: .sigma(noise.sigma), unit: "\(suite.name.unit) and levels 0...255",
      metrics: ["rmse", "rmse255"])
    try report.addRows(of: Array(suite.pairs.enumerated()), progress: progress) { index, pair in
      let sample = try suite.sample(pair)
      let scale = suite.name.networkScale(of: sample.depth)
      let truth = scale.normalized(sample.depth)
      let noisy = noise.added(to: truth, number: index)
      let result = model.filter.filter(target: noisy, guide: sample.guide)
      let error = rootMeanSquareError(result, truth)
      return EvaluationReport.Row(
        name: pair.name, values: [error * Double(scale.extent), error * 255])
    }
    return report
  }
}
