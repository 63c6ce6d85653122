import BurnishImages
import BurnishTensors
import Testing
import _TestSupport

@testable import Burnish

/// Without noise, known samples keep their bits, whichever solver fills the others.
@Suite struct ExactInpaintingTests {
  private func restored(sigma: Float, by solver: any InverseSolver) throws -> (
    image: Image, result: Image, known: [Bool]
  ) {
    var random = RandomNumbers(seed: 6)
    let image = Image(samples: random.uniform(shape: [1, 3, 12, 15]), sampleFormat: .float32)
    let known = (0..<180).map { $0 % 7 != 3 }
    let mask = try Mask(
      Tensor(shape: [1, 1, 12, 15], values: known.map { $0 ? 1 : 0 }), channels: 3)
    let restorer = ImageRestorer(solver)
    let result = try restorer.restoredBlocking(image) {
      try .inpainting($0, known: mask, sigma: sigma)
    }
    return (image, result.image, known)
  }

  private func changes(sigma: Float, by solver: any InverseSolver) throws -> (
    known: Int, missing: Int
  ) {
    let (image, result, known) = try restored(sigma: sigma, by: solver)
    var changes = (known: 0, missing: 0)
    for (index, pair) in zip(image.samples.values, result.samples.values).enumerated()
    where pair.0.bitPattern != pair.1.bitPattern {
      if known[index % 180] { changes.known += 1 } else { changes.missing += 1 }
    }
    return changes
  }

  @Test func knownSamplesStay() throws {
    let prior = try RestorationSolverTests.prior()
    var (splitting, descent) = (Splitting(prior: prior), DAEPDescent(prior: prior))
    (splitting.descents, splitting.fineDescents, descent.iterations) = (2, 2, 5)
    let solvers: [any InverseSolver] = [splitting, descent]
    for solver in solvers {
      let exact = try changes(sigma: 0, by: solver)
      #expect(exact.known == 0 && exact.missing > 0)
      #expect(try changes(sigma: 10, by: solver).known > 0)
    }
  }
}
