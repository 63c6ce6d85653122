import Burnish
import BurnishCore
import BurnishData
import BurnishTensors
import Foundation

/// Measures how well noise is taken off the gray images of a suite.
public struct DenoisingEvaluation: Sendable {
  /// What becomes of images with noise before a filter sees them.
  public enum NoiseProtocol: String, CaseIterable, Sendable {
    /// They stay as they are, neither rounded nor clipped.
    case awgnGray = "awgn-gray"
    /// They are rounded and clipped to 0...255, as a file of 8 bits holds them.
    case awgnGray8Bit = "awgn-gray-8bit"
  }

  public var suite: ImageSuite
  public var noise: ReproducibleNoise
  public var noiseProtocol: NoiseProtocol

  /// - Parameter sigma: the standard deviation of the noise for samples in 0...255.
  public init(suite: ImageSuite, sigma: Double, protocol noiseProtocol: NoiseProtocol = .awgnGray) {
    self.suite = suite
    noise = ReproducibleNoise(sigma: sigma)
    self.noiseProtocol = noiseProtocol
  }

  /// The filter's figures for each image: `psnr` in decibels and `ssim`, of the result clipped to
  /// 0...255 but not rounded.
  ///
  /// - Parameters:
  ///   - name: of the filter, which the report bears.
  ///   - denoise: the filter; takes and gives `[1, 1, H, W]`, samples in 0...1 beside the noise.
  ///   - progress: called after each image with its row and the number of images.
  /// - Throws: ``Failure`` as the suite's reading; and whatever `denoise` or `progress` throws, which
  ///   ends the work.
  public func run(
    _ name: String, denoise: (Tensor) throws -> Tensor,
    progress: (EvaluationReport.Row, Int) throws -> Void = { _, _ in }
  ) throws -> EvaluationReport {
    var report = EvaluationReport(
      set: suite.name.rawValue, model: name, protocol: noiseProtocol.rawValue,
      strength: .sigma(noise.sigma), unit: "dB and ssim -1...1", metrics: ["psnr", "ssim"])
    try report.addRows(of: Array(suite.files.enumerated()), progress: progress) { index, file in
      let (path, truth) = (file.path, try suite.sample(file).samples)
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
