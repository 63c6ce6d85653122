import Burnish
import BurnishCore
import BurnishData
import BurnishImages
import BurnishTensors

/// Measures the relighting of faces to light from the front, on the test subjects of `faces/yaleB`.
public struct RelightingEvaluation: Sendable, PublishedEvaluation {
  public static let name = "relight"
  public static let summary = "Measure relighting of faces."
  public static let parameters: [any EvaluationParameter] = [model]
  public static let metrics = ["mae before", "mae after", "rmse before", "rmse after"]
  public static let examples: [KeyValuePairs<String, String>] = [
    ["model": "rbdn"], ["model": "best.safetensors"],
    ["model": "best.safetensors", "limit": "2"],
  ]

  private static let model = TextParameter.model("Shipped weights or .safetensors file.")

  public var split: Split<FaceSample>

  public init(split: Split<FaceSample>) { self.split = split }

  /// Measures a model on each subject.
  ///
  /// The truth is the image under light from the front. `before` measures the images under the other lights,
  /// `after` the model's results, clipped to 0...255. The figures are mean absolute and root mean square errors
  /// in levels, averaged over the subject's lights.
  /// - Parameter progress: called after each subject with the report so far and the number of subjects.
  /// - Throws: ``Failure`` as `Image.readInRange` does, and `badData` if images of a subject differ in size; and
  ///   the errors of `progress`, which stop the evaluation.
  public func run(
    _ model: ImageMapper, progress: EvaluationProgress = { _, _ in }
  ) throws -> EvaluationReport {
    var report = EvaluationReport(
      set: "yale-faces", model: model.name, protocol: "frontal-light", strength: nil,
      unit: "levels 0...255",
      metrics: Self.metrics)
    try report.addRows(of: split.files, progress: progress) { subject in
      let sample = try split.sample(subject)
      let truth = sample.front
      var sums = [Double](repeating: 0, count: 4)
      for (path, face) in zip(subject.others, sample.others) {
        let result = try model.mappedBlocking(face, subject: path).grayscale()
        let (before, after) = (face.samples, result.samples.clipped(to: 0...1))
        let errors = [
          meanAbsoluteError(before, truth.samples), meanAbsoluteError(after, truth.samples),
          rootMeanSquareError(before, truth.samples), rootMeanSquareError(after, truth.samples),
        ]
        for (index, error) in errors.enumerated() { sums[index] += 255 * error }
      }
      return EvaluationReport.Row(
        name: subject.name, values: sums.map { $0 / Double(subject.others.count) })
    }
    return report
  }
}

extension RelightingEvaluation {
  public static func report(
    _ call: EvaluationCall, progress: EvaluationProgress
  ) throws -> EvaluationReport {
    let split = try Split<FaceSample>(.faces, dataDirectory: call.dataDirectory, limit: call.limit)
    return try Self(split: split).run(
      ModelCatalog().relighter(call.values[model]), progress: progress)
  }

  static let publishedTasks = [ModelCard.Task.relighting]

  static func reports(
    of weights: String, undoing degradation: Degradation, on split: Split<FaceSample>,
    progress: EvaluationProgress
  ) throws -> [EvaluationReport]? {
    guard case .pairs = degradation else { return nil }
    return [try Self(split: split).run(ModelCatalog().relighter(weights), progress: progress)]
  }
}
