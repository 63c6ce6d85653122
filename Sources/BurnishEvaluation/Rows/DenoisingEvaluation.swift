import Burnish
import BurnishCore
import BurnishData
import BurnishFilters
import BurnishTensors
import Foundation

/// Measures the denoising of a data set's gray images.
public struct DenoisingEvaluation: Sendable, PublishedEvaluation {
  public static let name = "denoise"
  public static let summary = "Measure denoising of gray images."
  public static let parameters: [any EvaluationParameter] = [
    setParameter, sigmaParameter, protocolParameter, model,
  ]
  public static let metrics = ["psnr", "ssim"]
  public static let examples: [KeyValuePairs<String, String>] = [
    ["set": "bsd68", "sigma": "25", "model": "deepam"],
    ["set": "set12", "sigma": "25", "model": "tv"],
    ["sigma": "50", "model": "none", "json": "none.json"],
  ]

  private static let setParameter = ChoiceParameter<DataSet<GrayImage>>(
    "set", "Data set.", .fallback(.bsd68))
  private static let sigmaParameter = ReproducibleNoise.parameter
  private static let protocolParameter = ChoiceParameter<NoiseProtocol>(
    "protocol", "Exact noise, or clipped and rounded.", .fallback(.awgnGray))
  private static let model = TextParameter.model(
    "Shipped model, tv, hyper-laplacian, none, or .safetensors file.")

  /// The preparation of noisy images before a filter sees them.
  public enum NoiseProtocol: String, CaseIterable, Sendable {
    /// Noisy images are neither rounded nor clipped.
    case awgnGray = "awgn-gray"
    /// Noisy images are rounded and clipped to 0...255, as an 8-bit file stores them.
    case awgnGray8Bit = "awgn-gray-8bit"
  }

  public var split: Split<GrayImage>
  public var noise: ReproducibleNoise
  public var noiseProtocol: NoiseProtocol

  /// - Parameter sigma: the standard deviation of the noise for samples in 0...255.
  public init(
    split: Split<GrayImage>, sigma: Double, protocol noiseProtocol: NoiseProtocol = .awgnGray
  ) {
    self.split = split
    noise = ReproducibleNoise(sigma: sigma)
    self.noiseProtocol = noiseProtocol
  }

  /// Measures a filter on each image: `psnr` in decibels and `ssim` of the result, clipped to 0...255 but not
  /// rounded.
  ///
  /// - Parameters:
  ///   - name: the filter's name in the report.
  ///   - denoise: the filter; takes and returns `[1, 1, H, W]`, samples in 0...1 apart from the noise.
  ///   - progress: called after each image with the report so far and the number of images.
  /// - Throws: ``Failure`` as reading the data set does; and the errors of `denoise` and `progress`, which stop the
  ///   evaluation.
  public func run(
    _ name: String, denoise: (Tensor) throws -> Tensor,
    progress: EvaluationProgress = { _, _ in }
  ) throws -> EvaluationReport {
    var report = EvaluationReport(
      set: split.dataSet.name, model: name, protocol: noiseProtocol.rawValue,
      strength: .sigma(noise.sigma), unit: "dB and ssim -1...1", metrics: Self.metrics)
    try report.addRows(of: Array(split.files.enumerated()), progress: progress) { index, file in
      let (path, truth) = (file.path, try split.sample(file).samples)
      try checkHoldsWindow(truth, path: path)
      let result = try denoise(degraded(truth, number: index)).clipped(to: 0...1)
      return EvaluationReport.Row(
        name: FileSystem.name(of: path),
        values: [
          peakSignalToNoiseRatio(result, truth, peak: 1),
          structuralSimilarity(result, truth, peak: 1),
        ], displacement: Displacement(of: result, from: truth))
    }
    return report
  }

  private func degraded(_ truth: Tensor, number: Int) -> Tensor {
    let noisy = noise.added(to: truth, number: number)
    switch noiseProtocol {
    case .awgnGray: return noisy
    case .awgnGray8Bit: return roundedTo8Bits(noisy)
    }
  }
}

extension DenoisingEvaluation {
  public static func report(
    _ call: EvaluationCall, progress: EvaluationProgress
  ) throws -> EvaluationReport {
    let (sigma, name) = (call.values[sigmaParameter], call.values[model])
    let split = try Split<GrayImage>(
      call.values[setParameter], dataDirectory: call.dataDirectory, limit: call.limit)
    let evaluation = Self(split: split, sigma: sigma, protocol: call.values[protocolParameter])
    if let penalty = GradientPenalty(rawValue: name) {
      let method = try AlternatingMinimization.denoising(penalty, sigma: Float(sigma), channels: 1)
      return try evaluation.run(
        name, denoise: { try method.minimize($0).image }, progress: progress)
    }
    let loaded = try ModelCatalog().imageModel(name, sigma: Float(sigma))
    if let card = loaded.card { call.announce(card, loaded.name) }
    return try evaluation.run(loaded, progress: progress)
  }

  private func run(
    _ model: ImageModel, progress: EvaluationProgress
  ) throws -> EvaluationReport {
    let denoiser = try ImageDenoiser(measuring: model, sigma: Float(noise.sigma))
    return try run(model.name, denoise: { try denoiser.denoised($0) }, progress: progress)
  }

  static let publishedTasks = [ModelCard.Task.denoising]

  /// Returns whether weights are for gray images; ``NearInfraredEvaluation`` measures weights for colors.
  static func measures(_ weights: String, for task: ModelCard.Task) throws(Failure) -> Bool {
    guard task == .denoising else { return false }
    return try ImageModel(contentsOf: weights).filter.channels != 3
  }

  static func reports(
    of weights: String, undoing degradation: Degradation, on split: Split<GrayImage>,
    progress: EvaluationProgress
  ) throws -> [EvaluationReport]? {
    let strengths: [Float]
    switch degradation {
    case .gaussianNoise(let sigma): strengths = [sigma]
    // These strengths exceed the trained range, as in RBDN's paper.
    case .gaussianNoiseRange: strengths = Array(stride(from: 10, through: 60, by: 5))
    default: return nil
    }
    var reports: [EvaluationReport] = []
    for sigma in strengths {
      reports.append(
        try Self(split: split, sigma: Double(sigma))
          .run(ImageModel(contentsOf: weights), progress: progress))
    }
    return reports
  }
}
