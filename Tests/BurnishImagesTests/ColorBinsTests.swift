import BurnishNetworks
import BurnishTensors
import Testing
import _TestSupport

@testable import BurnishImages

@Suite struct ColorBinsTests {
  private let bins = ColorBins.gamut

  /// The bins are those that scikit-image finds for all colors of the RGB cube.
  @Test func binsAreThoseOfTheWholeCube() throws {
    let centers = try Image.read(golden("lab-bins.npy")).samples.values
    #expect(bins.count == 261)
    #expect(centers.count == 2 * bins.count)
    #expect(bins.a == (0..<bins.count).map { centers[2 * $0] })
    #expect(bins.b == (0..<bins.count).map { centers[2 * $0 + 1] })
  }

  @Test func theNearestBinIsFound() {
    var random = RandomNumbers(seed: 4)
    for _ in 0..<500 {
      let (a, b) = (Float(random.uniform(in: -140..<140)), Float(random.uniform(in: -140..<140)))
      let distances = (0..<bins.count).map { bin in
        (bins.a[bin] - a) * (bins.a[bin] - a) + (bins.b[bin] - b) * (bins.b[bin] - b)
      }
      #expect(distances[bins.nearest(a: a, b: b)] == distances.min())
    }
  }

  /// Compared with PyTorch for the same scores and colors (Scripts/golden/lab.py).
  @Test func sharesWeightsLossAndMeanAreThoseOfTheTwin() throws {
    let arrays = try Safetensors.read(golden("lab-loss.safetensors")).tensors
    func array(_ key: String) throws -> Tensor { try #require(arrays[key]) }
    let (shares, nearest) = bins.distributions(of: try array("ab"))
    expectClose(shares, try array("shares"), tolerance: 1e-5)
    let balance = ColorBalance(counts: try array("counts").values.map { Int($0) })
    func vector(_ values: [Float]) -> Tensor { Tensor(shape: [values.count], values: values) }
    expectClose(vector(balance.frequencies), try array("frequencies"), tolerance: 1e-7)
    expectClose(vector(balance.weights), try array("weights"), tolerance: 1e-5)
    let loss = softmaxCrossEntropy(
      try array("logits"), target: shares,
      pixelWeights: Tensor(shape: [2, 1, 3, 4], values: nearest.map { balance.weights[$0] }))
    let expected = try array("loss").scalar
    #expect(abs(loss.value - expected) < 1e-5 * expected)
    expectClose(loss.gradient, try array("gradient"), tolerance: 1e-6)
    expectClose(bins.annealedMean(of: try array("logits")), try array("mean"), tolerance: 1e-3)
  }

  @Test func lossesOfColorsAgreeWithFiniteDifferences() throws {
    let arrays = try Safetensors.read(golden("lab-loss.safetensors")).tensors
    let ab = try #require(arrays["ab"])
    let (shares, nearest) = bins.distributions(of: ab)
    var random = RandomNumbers(seed: 6)
    let logits = random.normal(shape: shares.shape, standardDeviation: 1)
    let weights = nearest.map { 1 + Double($0 % 3) }
    let (wanted, scores) = (ReferenceTensor(shares), ReferenceTensor(logits))
    let reference = Reference.crossEntropy(scores, target: wanted, weights: weights)
    #expect(
      finiteDifferenceMismatch(
        reference.gradient,
        of: { Reference.crossEntropy($0, target: wanted, weights: weights).value }, at: scores)
        == nil)
    let loss = softmaxCrossEntropy(
      logits, target: shares,
      pixelWeights: Tensor(shape: [2, 1, 3, 4], values: weights.map { Float($0) }))
    #expect(
      mismatch(
        loss.gradient, reference.gradient,
        .sum(terms: 64, magnitude: reference.gradient.magnitude)) == nil)
  }

  @Test func aSureDistributionIsItsBin() {
    var logits = Tensor(zeros: [1, bins.count, 1, 2])
    logits.withUnsafeMutableSamples { logits in
      logits[2 * 7] = 40
      logits[2 * 200 + 1] = 40
    }
    let mean = bins.annealedMean(of: logits)
    expectClose(
      mean, Tensor(shape: [1, 2, 1, 2], values: [bins.a[7], bins.a[200], bins.b[7], bins.b[200]]),
      tolerance: 1e-4)
  }

  /// Pixels of rare bins have larger weights. The mean weight over all pixels is 1.
  @Test func rareColorsCountMore() {
    let (gray, red) = (bins.nearest(a: 0, b: 0), bins.nearest(a: 60, b: 40))
    var counts = [Int](repeating: 0, count: bins.count)
    (counts[gray], counts[red]) = (990, 10)
    let balance = ColorBalance(counts: counts)
    #expect(balance.weights[red] > 5 * balance.weights[gray])
    let even = ColorBalance(counts: counts, uniformShare: 1)
    #expect(even.weights.allSatisfy { abs($0 - 1) < 1e-5 })
    let mean = zip(balance.frequencies, balance.weights).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(mean - 1) < 1e-5 && abs(balance.frequencies.reduce(0, +) - 1) < 1e-5)
  }
}
