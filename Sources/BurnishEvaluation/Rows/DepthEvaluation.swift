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

  private static let setParameter = ChoiceParameter<DepthSuite.Name>("set", "Data set.")
  private static let badPixels = "bmp3"

  static func report(
    _ call: EvaluationCall, progress: EvaluationProgress
  ) throws -> EvaluationReport {
    let suite = try DepthSuite(
      call.values[setParameter], dataDirectory: call.dataDirectory, limit: call.limit)
    return try call.upsamplingReport(progress: progress) {
      UpsamplingEvaluation(suite: suite, protocol: $0, factor: $1)
    }
  }

  /// Makes the source of depth maps. Its figures are `rmse` and `mae` in the suite's unit of errors, without the
  /// protocol's border. A protocol that counts bad pixels adds their percentage, `bmp3`: errors above 3, where
  /// 0...255 spans the model's 0...1.
  static func source(
    _ suite: DepthSuite, _ depthProtocol: DepthProtocol
  ) -> UpsamplingEvaluation.Source {
    let (border, threshold) = (depthProtocol.border, depthProtocol.badPixelThreshold)
    return UpsamplingEvaluation.Source(
      set: suite.name.rawValue, unit: suite.name.unit + (threshold == nil ? "" : " and bmp3 in %"),
      metrics: metrics.filter { threshold != nil || $0 != badPixels }, pairs: suite.pairs,
      border: border,
      sample: { (pair) throws(Failure) in
        let sample = try suite.sample(pair)
        return (sample.depth, sample.guide)
      },
      scale: { suite.name.networkScale(of: $0) },
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
  static let publishedSets = DepthSuite.Name.allCases.map(\.rawValue)
  static let publishedMetrics = ["rmse", badPixels]

  static func suite(
    _ set: String, dataDirectory: String, limit: Int?
  ) throws(Failure) -> DepthSuite {
    try DepthSuite(.init(rawValue: set)!, dataDirectory: dataDirectory, limit: limit)
  }

  static func reports(
    of weights: String, undoing degradation: Degradation, on suite: DepthSuite,
    progress: EvaluationProgress
  ) throws -> [EvaluationReport]? {
    guard case .upsampling(let factor, let depthProtocol) = degradation else { return nil }
    return [
      try UpsamplingEvaluation(suite: suite, protocol: depthProtocol, factor: factor)
        .run(JointModel(contentsOf: weights), progress: progress)
    ]
  }
}

extension UpsamplingEvaluation {
  /// Makes an evaluation of depth maps.
  public init(suite: DepthSuite, protocol depthProtocol: DepthProtocol, factor: Int) {
    self.init(
      DepthEvaluation.source(suite, depthProtocol), protocol: depthProtocol, factor: factor)
  }
}
