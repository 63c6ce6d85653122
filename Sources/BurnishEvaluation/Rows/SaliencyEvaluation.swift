import Burnish
import BurnishCore
import BurnishData
import BurnishTensors

enum SaliencyEvaluation: Evaluation {
  static let name = "saliency"
  static let summary = "Measure guided upsampling of saliency masks."
  static let parameters: [any EvaluationParameter] = [
    UpsamplingEvaluation.factorParameter, UpsamplingEvaluation.protocolParameter,
    UpsamplingEvaluation.model,
  ]
  static let metrics = ["wfm", "rmse"]
  static let examples: [KeyValuePairs<String, String>] = [
    ["factor": "8", "model": "fdkn"],
    ["factor": "4", "model": "djfr", "json": "djfr.json"],
    ["factor": "8", "model": "bicubic", "limit": "20"],
  ]

  static func report(
    _ call: EvaluationCall, progress: EvaluationProgress
  ) throws -> EvaluationReport {
    let split = try Split<SaliencySample>(
      .saliency, dataDirectory: call.dataDirectory, limit: call.limit)
    return try call.upsamplingReport(progress: progress) {
      UpsamplingEvaluation(split: split, protocol: $0, factor: $1)
    }
  }

  /// Makes the source of saliency masks. Its figures are the weighted F-measure, `wfm`, and `rmse` in 0...255, of
  /// the result clipped to 0...1. The whole binary mask counts.
  static func source(_ split: Split<SaliencySample>) -> UpsamplingEvaluation.Source {
    UpsamplingEvaluation.Source(
      set: name, unit: "wfm 0...1 and levels 0...255", metrics: metrics, pairs: split.files,
      border: 0,
      sample: { (pair) throws(Failure) in
        let sample = try split.sample(pair)
        return (sample.mask, sample.guide)
      },
      scale: { _ in nil },
      figures: { result, truth, _ in
        let result = result.clipped(to: 0...1)
        return [weightedFMeasure(result, truth), 255 * rootMeanSquareError(result, truth)]
      })
  }
}

extension UpsamplingEvaluation {
  /// Makes an evaluation of binary masks.
  public init(split: Split<SaliencySample>, protocol depthProtocol: DepthProtocol, factor: Int) {
    self.init(SaliencyEvaluation.source(split), protocol: depthProtocol, factor: factor)
  }
}
