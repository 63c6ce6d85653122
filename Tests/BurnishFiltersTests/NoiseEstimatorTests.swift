import BurnishFilters
import BurnishTensors
import Testing

@Suite struct NoiseEstimatorTests {
  /// An image of stripes, a slope, and an edge, `[1, C, H, W]`.
  private func image(channels: Int, height: Int = 160, width: Int = 200) -> Tensor {
    Tensor(
      shape: [1, channels, height, width],
      values: (0..<channels * height * width).map { index in
        let (channel, y, x) = (
          index / (height * width), index / width % height, index % width
        )
        let stripe: Float = x / 9 % 2 == 0 ? 0.1 : 0
        let edge: Float = y > 100 ? 0.4 : 0
        return 0.2 + Float(x) / Float(3 * width) * Float(channel + 1) / 3 + stripe + edge
      })
  }

  @Test(arguments: [1, 3], [2.0, 5, 15, 25, 50, 100])
  func findsTheStandardDeviation(channels: Int, sigma: Double) throws {
    var random = RandomNumbers(seed: 1)
    let clean = image(channels: channels) * 255
    let noisy = clean + random.normal(shape: clean.shape, standardDeviation: Float(sigma))
    let estimate = try #require(NoiseEstimator().standardDeviation(of: noisy))
    #expect(abs(estimate - sigma) < 0.05 * sigma + 0.2, "\(estimate) for \(sigma)")
  }

  @Test func pureNoiseAndNoNoise() throws {
    var random = RandomNumbers(seed: 2)
    let noise = random.normal(shape: [1, 1, 100, 100], standardDeviation: 3)
    let estimate = try #require(NoiseEstimator().standardDeviation(of: noise + 1000))
    #expect(abs(estimate - 3) < 0.1, "\(estimate)")
    let flat = Tensor(repeating: 0.7, shape: [1, 3, 40, 40])
    #expect(NoiseEstimator().standardDeviation(of: flat) == 0)
  }

  @Test func tooFewPatches() {
    #expect(NoiseEstimator().standardDeviation(of: Tensor(zeros: [1, 1, 7, 300])) == nil)
    #expect(NoiseEstimator().standardDeviation(of: Tensor(zeros: [1, 1, 14, 15])) == nil)
    #expect(NoiseEstimator().standardDeviation(of: Tensor(zeros: [1, 1, 15, 15])) == 0)
  }

  /// The image has more patches than the estimator uses.
  @Test func anEvenShareServes() throws {
    var random = RandomNumbers(seed: 3)
    let clean = image(channels: 1)
    let noisy = clean + random.normal(shape: clean.shape, standardDeviation: 0.1)
    var estimator = NoiseEstimator()
    estimator.maximumPatchCount = 3000
    let estimate = try #require(estimator.standardDeviation(of: noisy))
    #expect(abs(estimate - 0.1) < 0.01, "\(estimate)")
  }
}
