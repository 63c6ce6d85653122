import BurnishTensors
import Testing
import _TestSupport

@testable import BurnishInverse

/// The splitting with a denoiser that is not a network and has no gradient.
@Suite struct SplittingTests {
  /// A prior of normally distributed samples. Their expected value for a noisy sample is known.
  private struct NormalSamples: Prior {
    let mean: Float
    /// The standard deviation of the samples, on 0...255.
    let deviation: Float

    func denoised(_ image: Tensor, sigma: Float) -> Tensor {
      let (own, noise) = (deviation * deviation, sigma * sigma)
      return (image - mean) * (own / (own + noise)) + mean
    }
  }

  /// If nothing but noise degrades the image, each iteration has a closed form.
  @Test func anyDenoiserServes() throws {
    var random = RandomNumbers(seed: 3)
    let observed = random.uniform(shape: [1, 3, 6, 7])
    let problem = try InverseProblem.composed(observed, of: [], sigma: 20)
    var splitting = Splitting(prior: NormalSamples(mean: 0.5, deviation: 30))
    (splitting.denoisings, splitting.strengths) = (3, 10...40)
    #expect(splitting.iterationCount(sigma: 20) == 3)
    var images: [Tensor] = []
    let result = splitting.solve(
      problem, shouldStop: { false }, observer: { images.append($1) })
    #expect(result.isComplete && images.count == 3)
    // The same iterations in double precision.
    let seen = ReferenceTensor(observed)
    var x = seen
    for (index, strength) in [40.0, 20, 10].enumerated() {
      let weight = 1.5 * 400 / (strength * strength)
      func step(_ z: ReferenceTensor) -> ReferenceTensor {
        seen.zip(z) { ($0 + weight * $1) / (1 + weight) }
      }
      if index == 0 { x = step(x) }
      let share = 900 / (900 + strength * strength)
      let z = x.map { ($0 - 0.5) * share + 0.5 }
      x = step(z)
      let found = mismatch(
        images[index], z.map { min(max($0, 0), 1) }, Tolerance(absolute: 1e-5))
      #expect(found == nil, "iteration \(index + 1): \(found ?? "")")
      #expect(abs(result.iterations[index].priorWeight - weight / (1 + weight)) < 1e-6)
    }
  }
}
