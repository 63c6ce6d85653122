import Burnish
import BurnishCore
import BurnishData
import BurnishTensors

enum DepthEvaluation: PublishedEvaluation {
  static let name = "depth"
  static let summary = "Measure guided depth upsampling."
  static let parameters: [any EvaluationParameter] = [
    setParameter, UpsamplingEvaluation.factorParameter, UpsamplingEvaluation.protocolParameter,
    UpsamplingEvaluation.model,
  ]
  static let metrics = ["rmse", "mae", badPixels]
  static let examples: [KeyValuePairs<String, String>] = [
    ["set": "lu", "factor": "8", "model": "fdkn"],
    ["set": "nyu", "factor": "4", "model": "bicubic"],
    ["set": "lu", "factor": "8", "model": "djfr", "limit": "3"],
  ]

  private static let setParameter = ChoiceParameter<DataSet<DepthSample>>("set", "Data set.")
  private static let badPixels = "bmp3"

  static func report(
    _ call: EvaluationCall, progress: EvaluationProgress
  ) throws -> EvaluationReport {
    let split = try Split<DepthSample>(
      call.values[setParameter], dataDirectory: call.dataDirectory, limit: call.limit)
    return try call.upsamplingReport(progress: progress) {
      UpsamplingEvaluation(split: split, protocol: $0, factor: $1)
    }
  }

  /// Makes the source of depth maps. Its figures are `rmse` and `mae` in the data set's unit of errors, without the
  /// protocol's border. A protocol that counts bad pixels adds their percentage, `bmp3`: errors above 3, where
  /// 0...255 spans the model's 0...1.
  static func source(
    _ split: Split<DepthSample>, _ depthProtocol: DepthProtocol
  ) -> UpsamplingEvaluation.Source {
    let (border, threshold) = (depthProtocol.border, depthProtocol.badPixelThreshold)
    return UpsamplingEvaluation.Source(
      set: split.dataSet.name,
      unit: split.dataSet.details.unit + (threshold == nil ? "" : " and bmp3 in %"),
      metrics: metrics.filter { threshold != nil || $0 != badPixels }, pairs: split.files,
      border: border,
      sample: { (pair) throws(Failure) in
        let sample = try split.sample(pair)
        return (sample.depth, sample.guide)
      },
      scale: { split.dataSet.details.networkScale(of: $0) },
      figures: { result, truth, scale in
        let errors = [
          rootMeanSquareError(result, truth, border: border),
          meanAbsoluteError(result, truth, border: border),
        ]
        guard let threshold, let scale else { return errors }
        // An error of exactly the threshold must not count because of rounding.
        let bound = (threshold + 1e-4) / 255 * Double(scale.extent)
        return errors + [badPixelPercentage(result, truth, threshold: bound, border: border)]
      })
  }

  static let publishedTasks = [ModelCard.Task.depthUpsampling]
  static let publishedMetrics = ["rmse", badPixels]

  static func reports(
    of weights: String, undoing degradation: Degradation, on split: Split<DepthSample>,
    progress: EvaluationProgress
  ) throws -> [EvaluationReport]? {
    guard case .upsampling(let factor, let depthProtocol) = degradation else { return nil }
    return [
      try UpsamplingEvaluation(split: split, protocol: depthProtocol, factor: factor)
        .run(JointModel(contentsOf: weights), progress: progress)
    ]
  }
}

extension UpsamplingEvaluation {
  /// Makes an evaluation of depth maps.
  public init(split: Split<DepthSample>, protocol depthProtocol: DepthProtocol, factor: Int) {
    self.init(
      DepthEvaluation.source(split, depthProtocol), protocol: depthProtocol, factor: factor)
  }
}
