import Burnish
import BurnishCore
import BurnishData
import BurnishImages
import BurnishTensors

/// Measures the upsampling of class scores, which are simulated from labels at a low resolution.
public struct SegmentationEvaluation: Sendable, PublishedEvaluation {
  public static let name = "segmentation"
  public static let summary = "Measure guided upsampling of class scores."
  public static let parameters: [any EvaluationParameter] = [
    factorParameter, contrast, noise, seedParameter, model,
  ]
  public static let metrics = ["nearest", "bilinear", "model"]
  public static let examples: [KeyValuePairs<String, String>] = [
    ["model": "fdkn"], ["model": "guided", "factor": "16"],
    ["model": "fdkn", "noise": "5", "limit": "20"],
  ]

  private static let scores = NumberLimits<Float>("a number in 0...1000000") {
    $0 >= 0 && $0 <= 1e6
  }
  private static let factorParameter = NumberParameter<Int>(
    "factor", "Reduction of the scores. (default: of the file, or 8)", placeholder: "n",
    .whole(1...), .optional)
  private static let contrast = NumberParameter<Float>(
    "contrast", "Score of a class before noise. (default: 10)", placeholder: "c",
    scores, .fallback(10))
  private static let noise = NumberParameter<Float>(
    "noise", "Deviation of the noise of scores. (default: 3)", placeholder: "s",
    scores, .fallback(3))
  private static let seedParameter = NumberParameter<UInt64>(
    "seed", "Seed of the noise. (default: 0)", placeholder: "n", .whole(0...), .fallback(0))
  private static let model = TextParameter.model(
    "Shipped model (fdkn), guided, or .safetensors file.")

  public var split: Split<LabeledSample>
  public var simulation: ClassScoreSimulation
  /// The seed of the simulated noise.
  public var seed: UInt64

  public init(split: Split<LabeledSample>, simulation: ClassScoreSimulation, seed: UInt64 = 0) {
    (self.split, self.simulation, self.seed) = (split, simulation, seed)
  }

  /// Measures the mean intersection over union, in percent, of the classes with the highest scores. The scores
  /// are the low-resolution ones (`nearest`), their bilinear enlargement (`bilinear`), and the model's (`model`).
  ///
  /// An image is cropped at its right and lower edges to a multiple of the factor. A row has the figures of one
  /// image; the overall figures come from the pixels of all images.
  /// - Parameter progress: called after each image with the report so far and the number of images.
  /// - Throws: ``Failure`` as reading the data set does, and `badData` if an image is smaller than the factor; and
  ///   the errors of `progress`, which stop the evaluation.
  public func run(
    _ model: JointModel, progress: EvaluationProgress = { _, _ in }
  ) throws -> EvaluationReport {
    let factor = simulation.factor
    var report = EvaluationReport(
      set: "nyu", model: model.name,
      protocol: "simulated-scores (contrast \(simulation.contrast), noise \(simulation.noise), "
        + "seed \(seed))",
      strength: .factor(factor), unit: "miou in %", metrics: Self.metrics)
    let empty = ConfusionMatrix(
      classCount: split.dataSet.details.count, ignoring: split.dataSet.details.ignored)
    var all = Array(repeating: empty, count: report.metrics.count)
    let upsampler = ClassScoreUpsampler(model.filter)
    var index: UInt64 = 0
    try report.addRows(of: split.files, progress: progress) { pair in
      var random = RandomNumbers(seed: seed, stream: index)
      index += 1
      let sample = try split.sample(pair)
      let (height, width) = (
        sample.labels.height / factor * factor, sample.labels.width / factor * factor
      )
      guard height > 0, width > 0 else {
        throw Failure(
          .badData, pair.targetPath, found: "\(sample.labels.width)x\(sample.labels.height) pixels",
          wanted: "x\(factor) at least")
      }
      let truth = try sample.labels.cropped(width: width, height: height)
      let guide = Image(samples: cropped(sample.guide.samples, to: factor))
      let scores = simulation.scores(
        of: truth, classCount: split.dataSet.details.count, ignoring: split.dataSet.details.ignored,
        random: &random)
      let enlarged = ClassScores(
        samples: ClassScoreUpsampler.enlarged(scores.samples, height: height, width: width))
      let refined = try upsampler.upsampledBlocking(scores, guide: guide)
      let results = [
        try scores.winners(excluding: split.dataSet.details.ignored).repeated(factor: factor),
        enlarged.winners(excluding: split.dataSet.details.ignored),
        refined.winners(excluding: split.dataSet.details.ignored),
      ]
      return EvaluationReport.Row(
        name: pair.name,
        values: results.enumerated().map { place, result in
          all[place].add(result, truth: truth)
          var own = empty
          own.add(result, truth: truth)
          return 100 * own.meanIntersectionOverUnion
        })
    }
    report.overall = all.map { 100 * $0.meanIntersectionOverUnion }
    return report
  }
}

extension SegmentationEvaluation {
  public static func report(
    _ call: EvaluationCall, progress: EvaluationProgress
  ) throws -> EvaluationReport {
    let (values, name) = (call.values, call.values[model])
    let split = try Split<LabeledSample>(.nyu, dataDirectory: call.dataDirectory, limit: call.limit)
    let catalog = ModelCatalog()
    var factor = values.given(factorParameter) ?? 8
    if values.given(factorParameter) == nil, ModelCatalog.isPath(name),
      case .classScores(let own) = try catalog.file(name).card.degradation
    {
      factor = own
    }
    let loaded = try catalog.jointModel(name, for: .classScores(factor: factor))
    return try Self(
      split: split,
      simulation: ClassScoreSimulation(
        factor: factor, contrast: values[contrast], noise: values[noise]),
      seed: values[seedParameter]
    ).run(loaded, progress: progress)
  }

  static let publishedTasks = [ModelCard.Task.segmentation]

  static func figureName(_ metric: String) -> String { "miou \(metric)" }

  static func reports(
    of weights: String, undoing degradation: Degradation, on split: Split<LabeledSample>,
    progress: EvaluationProgress
  ) throws -> [EvaluationReport]? {
    guard case .classScores(let factor) = degradation else { return nil }
    return [
      try Self(split: split, simulation: ClassScoreSimulation(factor: factor))
        .run(JointModel(contentsOf: weights), progress: progress)
    ]
  }
}
