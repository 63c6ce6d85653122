import Burnish
import BurnishCore
import BurnishData
import BurnishFilters
import BurnishTensors

/// Measures the denoising of color images with near-infrared guides.
public struct NearInfraredEvaluation: Sendable, PublishedEvaluation {
  public static let name = "nir"
  public static let summary = "Measure denoising under near-infrared guidance."
  public static let parameters: [any EvaluationParameter] = [sigmaParameter, model, unguided]
  public static let metrics = ["psnr", "ssim"]
  public static let examples: [KeyValuePairs<String, String>] = [
    ["sigma": "25", "model": "fdkn"], ["sigma": "25", "model": "deepam", "unguided": ""],
    ["sigma": "25", "model": "none", "json": "none.json"],
  ]

  private static let sigmaParameter = ReproducibleNoise.parameter
  private static let model = TextParameter.guidedDenoiser
  private static let unguided = SwitchParameter(
    "unguided", "Use a model for images alone.", about: .model)

  public var split: Split<NearInfraredSample>
  public var noise: ReproducibleNoise

  /// - Parameter sigma: the standard deviation of the noise for samples in 0...255.
  public init(split: Split<NearInfraredSample>, sigma: Double) {
    self.split = split
    noise = ReproducibleNoise(sigma: sigma)
  }

  /// Measures a model on each image: `psnr` in decibels and `ssim`.
  ///
  /// Each color gets noise, neither clipped nor rounded. The filter sees one plane at a time with the whole
  /// guide: a plane of opponent colors, or of colors if it is linear. The result is clipped to 0...255, not
  /// rounded, and measured over all three colors together.
  /// - Parameters:
  ///   - model: the model, named in the report.
  ///   - progress: called after each image with the report so far and the number of images.
  /// - Throws: ``Failure`` as reading the data set does; and the errors of `progress`, which stop the evaluation.
  public func run(
    _ model: JointModel, progress: EvaluationProgress = { _, _ in }
  ) throws -> EvaluationReport {
    let denoiser = try GuidedDenoiser(model, sigma: Float(noise.sigma))
    return try run(model.name, progress: progress) { noisy, guide in
      try denoiser.filtered(noisy, guide: guide) { _ in }
    }
  }

  /// Measures a model without a guide, for comparison.
  ///
  /// The parameters are those of ``run(_:progress:)``.
  public func runUnguided(
    _ model: ImageModel, progress: EvaluationProgress = { _, _ in }
  ) throws -> EvaluationReport {
    let denoiser = try ImageDenoiser(measuring: model, sigma: Float(noise.sigma))
    return try runUnguided(
      model.name, denoise: { try denoiser.denoised($0) }, progress: progress)
  }

  /// Measures any function from noisy images, `[1, 3, H, W]`, to restored ones, for comparison.
  public func runUnguided(
    _ name: String, denoise: (Tensor) throws -> Tensor,
    progress: EvaluationProgress = { _, _ in }
  ) throws -> EvaluationReport {
    try run("\(name), unguided", progress: progress) { noisy, _ in try denoise(noisy) }
  }

  private func run(
    _ name: String, progress: EvaluationProgress,
    denoise: (_ noisy: Tensor, _ guide: Tensor) throws -> Tensor
  ) throws -> EvaluationReport {
    var report = EvaluationReport(
      set: "nir", model: name, protocol: "awgn-color", strength: .sigma(noise.sigma),
      unit: "dB and ssim -1...1", metrics: Self.metrics)
    try report.addRows(of: Array(split.files.enumerated()), progress: progress) { index, pair in
      let sample = try split.sample(pair)
      try checkHoldsWindow(sample.color, path: pair.targetPath)
      let noisy = noise.added(to: sample.color, number: index)
      // The guide has one channel, as in the program.
      let guide = sample.guide.split(counts: [1, 2])[0]
      let result = try denoise(noisy, guide).clipped(to: 0...1)
      return EvaluationReport.Row(
        name: pair.name,
        values: [
          peakSignalToNoiseRatio(result, sample.color, peak: 1),
          structuralSimilarity(result, sample.color, peak: 1),
        ], displacement: Displacement(of: result, from: sample.color))
    }
    return report
  }
}

extension NearInfraredEvaluation {
  public static func report(
    _ call: EvaluationCall, progress: EvaluationProgress
  ) throws -> EvaluationReport {
    let (sigma, name) = (call.values[sigmaParameter], call.values[model])
    let split = try Split<NearInfraredSample>(
      .nir, dataDirectory: call.dataDirectory, limit: call.limit)
    let evaluation = Self(split: split, sigma: sigma)
    guard call.values[unguided] else {
      return try evaluation.run(
        ModelCatalog().measuredModel(name, sigma: sigma, on: .image), progress: progress)
    }
    if let penalty = GradientPenalty(rawValue: name) {
      let method = try AlternatingMinimization.denoising(penalty, sigma: Float(sigma), channels: 3)
      return try evaluation.runUnguided(
        name, denoise: { try method.minimize($0).image }, progress: progress)
    }
    return try evaluation.runUnguided(
      ModelCatalog().imageModel(name, sigma: Float(sigma), channels: 3), progress: progress)
  }

  static let publishedTasks = [ModelCard.Task.noiseReduction, .denoising]

  /// Returns whether weights are for guided denoising or for denoising colors. Both expect noise that is
  /// independent between colors.
  static func measures(_ weights: String, for task: ModelCard.Task) throws(Failure) -> Bool {
    guard task == .denoising else { return task == .noiseReduction }
    return try ImageModel(contentsOf: weights).filter.channels == 3
  }

  static func reports(
    of weights: String, undoing degradation: Degradation, on split: Split<NearInfraredSample>,
    progress: EvaluationProgress
  ) throws -> [EvaluationReport]? {
    guard case .gaussianNoise(let sigma) = degradation else { return nil }
    let evaluation = Self(split: split, sigma: Double(sigma))
    return [
      try WeightFile(contentsOf: weights).card.task == .denoising
        ? evaluation.runUnguided(ImageModel(contentsOf: weights), progress: progress)
        : evaluation.run(JointModel(contentsOf: weights), progress: progress)
    ]
  }
}
