import BurnishCore
import BurnishData
import BurnishTensors

@testable import BurnishEvaluation

enum RoundingEvaluation: Evaluation {
  static let name = "rounding"
  static let summary = "Measure rounding to few levels."
  static let parameters: [any EvaluationParameter] = [levels]
  static let metrics = ["psnr"]
  static let examples: [KeyValuePairs<String, String>] = [
    ["levels": "16"], ["levels": "2", "limit": "3"], ["levels": "16", "json": "16.json"],
  ]

  private static let levels = NumberParameter<Int>(
    "levels", "Number of levels, 2 to 256.", placeholder: "n", .whole(2...256))

  static func report(
    _ call: EvaluationCall, progress: EvaluationProgress
  ) throws -> EvaluationReport {
    let split = try Split<GrayImage>(.set12, dataDirectory: call.dataDirectory, limit: call.limit)
    let steps = Float(call.values[levels] - 1)
    var report = EvaluationReport(
      set: split.dataSet.name, model: "none", protocol: "rounded", strength: nil, unit: "dB",
      metrics: metrics)
    try report.addRows(of: split.files, progress: progress) { file in
      let truth = try split.sample(file).samples
      let result = Tensor(
        shape: truth.shape, values: truth.values.map { ($0 * steps).rounded() / steps })
      return EvaluationReport.Row(
        name: FileSystem.name(of: file.path),
        values: [peakSignalToNoiseRatio(result, truth, peak: 1)])
    }
    return report
  }
}
