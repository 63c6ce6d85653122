import Burnish
import BurnishCore
import BurnishData

/// Measures the guided denoising of a data set's depth maps.
public struct DepthNoiseEvaluation: Sendable, PublishedEvaluation {
  public static let name = "depth-noise"
  public static let summary = "Measure guided denoising of depth."
  public static let parameters: [any EvaluationParameter] = [
    setParameter, sigmaParameter, model,
  ]
  public static let metrics = ["rmse", "rmse255"]
  public static let examples: [KeyValuePairs<String, String>] = [
    ["set": "nyu", "sigma": "18.03", "model": "fdkn"],
    ["set": "lu", "sigma": "8.06", "model": "none"],
    ["sigma": "25", "model": "dkn", "limit": "20"],
  ]

  private static let setParameter = ChoiceParameter<DataSet<DepthSample>>(
    "set", "Data set.", .fallback(.nyu))
  private static let sigmaParameter = ReproducibleNoise.parameter
  private static let model = TextParameter.guidedDenoiser

  public var split: Split<DepthSample>
  public var noise: ReproducibleNoise

  /// - Parameter sigma: the standard deviation of the noise for depth in 0...255; for depth in 0...1, 18.03
  ///   means the variance 0.005 and 8.06 the variance 0.001.
  public init(split: Split<DepthSample>, sigma: Double) {
    self.split = split
    noise = ReproducibleNoise(sigma: sigma)
  }

  /// Measures a model on each image: `rmse` in the data set's unit of errors, and `rmse255` for depth scaled to
  /// 0...255.
  ///
  /// Depth is scaled to 0...1 as for a network: by the image's minimum and maximum (NYU, RGB-D-D) or by 255
  /// (Middlebury, Lu). Then noise is added. Nothing is rounded or clipped, and the borders count.
  /// - Parameters:
  ///   - model: the model, named in the report.
  ///   - progress: called after each image with the report so far and the number of images.
  /// - Throws: ``Failure`` as reading the data set does; and the errors of `progress`, which stop the evaluation.
  public func run(
    _ model: JointModel, progress: EvaluationProgress = { _, _ in }
  ) throws -> EvaluationReport {
    var report = EvaluationReport(
      set: split.dataSet.name, model: model.name, protocol: "awgn-depth",
      strength: .sigma(noise.sigma), unit: "\(split.dataSet.details.unit) and levels 0...255",
      metrics: Self.metrics)
    try report.addRows(of: Array(split.files.enumerated()), progress: progress) { index, pair in
      let sample = try split.sample(pair)
      let scale = split.dataSet.details.networkScale(of: sample.depth)
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

extension DepthNoiseEvaluation {
  public static func report(
    _ call: EvaluationCall, progress: EvaluationProgress
  ) throws -> EvaluationReport {
    let sigma = call.values[sigmaParameter]
    let split = try Split<DepthSample>(
      call.values[setParameter], dataDirectory: call.dataDirectory, limit: call.limit)
    return try Self(split: split, sigma: sigma).run(
      ModelCatalog().measuredModel(call.values[model], sigma: sigma, on: .depth), progress: progress
    )
  }

  static let publishedTasks = [ModelCard.Task.noiseReduction]
  static let publishedMetrics = ["rmse"]

  static func reports(
    of weights: String, undoing degradation: Degradation, on split: Split<DepthSample>,
    progress: EvaluationProgress
  ) throws -> [EvaluationReport]? {
    guard case .gaussianNoise(let sigma) = degradation else { return nil }
    return [
      try Self(split: split, sigma: Double(sigma))
        .run(JointModel(contentsOf: weights), progress: progress)
    ]
  }
}
