import BurnishFilters
import BurnishImages
import BurnishTensors
import Foundation
import Testing

private let folder = ProcessInfo.processInfo.environment["BURNISH_DATA"].map { $0 + "/natural" }

/// The quality of the minimizations on the research data.
@Suite(.enabled(if: folder != nil, "BURNISH_DATA names no folder with the research data"))
struct MinimizationFigureTests {
  /// The mean PSNR in decibels over gray images with seeded noise.
  private func psnr(
    _ paths: [String], sigma: Float, _ restore: (Tensor) throws -> Tensor
  ) throws -> Double {
    var total = 0.0
    for (number, path) in paths.enumerated() {
      let truth = try Image.read(path).grayscale().samples
      var random = RandomNumbers(seed: 1, stream: UInt64(number))
      let noise = random.normal(shape: truth.shape, standardDeviation: sigma / 255)
      let restored = try restore(truth + noise).values
      let square = zip(restored, truth.values).reduce(0.0) { sum, pair in
        let error = Double(min(1, max(0, pair.0)) - pair.1)
        return sum + error * error
      }
      total += -10 * log10(square / Double(truth.count))
    }
    return total / Double(paths.count)
  }

  private func images(_ set: String) throws -> [String] {
    let folder = try #require(folder) + "/" + set
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .map { "\(folder)/\($0)" }
  }

  /// The figures that ``AlternatingMinimization/denoising(_:sigma:channels:)`` states.
  @Test(arguments: [(GradientPenalty.totalVariation, 27.44), (.hyperLaplacian, 27.41)])
  func denoisingBSD68(_ penalty: GradientPenalty, stated: Double) throws {
    let method = try AlternatingMinimization.denoising(penalty, sigma: 25, channels: 1)
    let figure = try psnr(try images("BSD68"), sigma: 25) { try method.minimize($0).image }
    #expect(abs(figure - stated) < 0.02, "\(penalty.rawValue): \(figure) dB")
  }

  /// On training images that the rule was not fitted to, neither a larger nor a smaller λ is clearly better.
  @Test(arguments: [GradientPenalty.totalVariation, .hyperLaplacian], [Float(10), 50])
  func theRuleIsNearTheBest(_ penalty: GradientPenalty, sigma: Float) throws {
    let paths = try images("BSDS400").enumerated().filter { $0.offset % 57 == 20 }.map(\.element)
    func figure(_ factor: Float) throws -> Double {
      var method = try AlternatingMinimization.denoising(penalty, sigma: sigma, channels: 1)
      method.weight *= factor
      method.firstBeta *= factor
      method.lastBeta *= factor
      return try psnr(paths, sigma: sigma) { try method.minimize($0).image }
    }
    let chosen = try figure(1)
    for factor: Float in [0.7, 1.4] {
      #expect(try figure(factor) < chosen + 0.05, "\(factor) times λ")
    }
  }
}
