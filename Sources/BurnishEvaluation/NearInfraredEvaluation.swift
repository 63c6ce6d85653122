import Burnish
import BurnishTensors

/// Measures how well a filter takes noise off color images under the guidance of near-infrared
/// ones.
public struct NearInfraredEvaluation: Sendable {
  public var suite: NearInfraredSuite
  public var noise: ReproducibleNoise

  /// - Parameter sigma: the standard deviation of the noise for samples in 0...255.
  public init(suite: NearInfraredSuite, sigma: Double) {
    self.suite = suite
    noise = ReproducibleNoise(sigma: sigma)
  }

  /// The filter's figures for each image: `psnr` in decibels and `ssim`.
  ///
  /// Noise is added to every color and neither clipped nor rounded. The filter sees one plane of
  /// opponent colors after the other, or of colors if it is linear, each under the whole guide. The result is clipped to 0...255 before it is
  /// measured, over all three colors together, without rounding.
  /// - Parameters:
  ///   - model: the filter, whose name the report bears.
  ///   - progress: called after each image with its row and the number of images.
  /// - Throws: ``Failure`` as the suite's reading; and whatever `progress` throws, which ends the
  ///   work.
  public func run(
    _ model: JointModel, progress: (EvaluationReport.Row, Int) throws -> Void = { _, _ in }
  ) throws -> EvaluationReport {
    let denoiser = GuidedDenoiser(model, sigma: Float(noise.sigma))
    return try run(model.name, progress: progress) { noisy, guide in
      denoiser.filtered(noisy, guide: guide) { _ in }
    }
  }

  /// The figures of a filter that restores the noisy images from themselves, for comparison.
  ///
  /// - Parameters: as of ``run(_:progress:)``.
  public func runUnguided(
    _ model: ImageModel, progress: (EvaluationReport.Row, Int) throws -> Void = { _, _ in }
  ) throws -> EvaluationReport {
    let denoiser = ImageDenoiser(measuring: model, sigma: Float(noise.sigma))
    return try runUnguided(
      model.name, denoise: { denoiser.denoised($0) { _ in } }, progress: progress)
  }

  /// The same of any function from noisy images, `[1, 3, H, W]`, to restored ones.
  public func runUnguided(
    _ name: String, denoise: (Tensor) -> Tensor,
    progress: (EvaluationReport.Row, Int) throws -> Void = { _, _ in }
  ) throws -> EvaluationReport {
    try run("\(name), unguided", progress: progress) { noisy, _ in denoise(noisy) }
  }

  private func run(
    _ name: String, progress: (EvaluationReport.Row, Int) throws -> Void,
    denoise: (_ noisy: Tensor, _ guide: Tensor) -> Tensor
  ) throws -> EvaluationReport {
    var report = EvaluationReport(
      set: "nir", model: name, protocol: "awgn-color", strength: .sigma(noise.sigma),
      unit: "dB and ssim -1...1", metrics: ["psnr", "ssim"])
    try report.addRows(of: Array(suite.pairs.enumerated()), progress: progress) { index, pair in
      let sample = try suite.sample(pair)
      try checkHoldsWindow(sample.color, path: pair.targetPath)
      let noisy = noise.added(to: sample.color, number: index)
      // Of one channel, as the program reads such an image.
      let guide = sample.guide.split(counts: [1, 2])[0]
      let result = denoise(noisy, guide).clipped(to: 0...1)
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
