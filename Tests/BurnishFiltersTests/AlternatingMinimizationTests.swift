import BurnishFilters
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Alternating minimization, compared with NumPy and scikit-image
/// (`Scripts/golden/alternating_minimization.py`), and the properties that it must have.
@Suite struct AlternatingMinimizationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let index: Int
    let method: AlternatingMinimization
    var testDescription: String { "\(index): \(method.penalty.rawValue), weight \(method.weight)" }

    init(
      _ index: Int, _ penalty: GradientPenalty, _ weight: Float, _ betas: ClosedRange<Float>,
      growth: Float = 2, rounds: Int = 1
    ) {
      self.index = index
      var method = AlternatingMinimization(
        penalty: penalty, weight: weight, firstBeta: betas.lowerBound, lastBeta: betas.upperBound)
      (method.growth, method.rounds) = (growth, rounds)
      self.method = method
    }
  }

  static let cases = [
    Case(0, .totalVariation, 12, 2...2048),
    Case(1, .totalVariation, 9, 1...1000, growth: 1.7, rounds: 2),
    Case(2, .l0, 100, 4...1e6), Case(3, .l0, 60, 4...1e6),
    Case(4, .hyperLaplacian, 12, 1...256, growth: 2 * Float(2).squareRoot()),
    Case(5, .hyperLaplacian, 12, 1...512, rounds: 2), Case(6, .l0, 80, 4...1e6),
  ]

  private func golden(_ name: String) throws -> ReferenceTensor {
    try GoldenArrays.npy(
      Bundle.module.resourceURL!.appendingPathComponent("Golden/alternating-\(name).npy"))
  }

  @Test(arguments: cases) func agreesWithNumPy(_ golden: Case) throws {
    let noisy = try self.golden("\(golden.index)-noisy").tensor
    let result = try golden.method.minimize(noisy)
    let message = mismatch(
      result.image, try self.golden("\(golden.index)-result"), Tolerance(absolute: 2e-5))
    #expect(message == nil, "\(message ?? "")")
    #expect(result.iterations.map(\.beta) == golden.method.betas)
    // The bound: the last β times an image's rounding errors, relative to λ times the image.
    #expect(result.relativeResidual < 1e-3)
  }

  /// The energy by definition, in double precision.
  private func energy(
    _ u: ReferenceTensor, _ f: ReferenceTensor, weight: Double, charge: (Double) -> Double
  ) -> Double {
    var (distance, penalty) = (0.0, 0.0)
    for y in 0..<u.shape[2] {
      for x in 0..<u.shape[3] {
        var square = 0.0
        for channel in 0..<u.shape[1] {
          let value = u[0, channel, y, x]
          distance += (value - f[0, channel, y, x]) * (value - f[0, channel, y, x])
          if x + 1 < u.shape[3] {
            square += (u[0, channel, y, x + 1] - value) * (u[0, channel, y, x + 1] - value)
          }
          if y + 1 < u.shape[2] {
            square += (u[0, channel, y + 1, x] - value) * (u[0, channel, y + 1, x] - value)
          }
        }
        penalty += charge(square.squareRoot())
      }
    }
    return weight / 2 * distance + penalty
  }

  private func charge(_ penalty: GradientPenalty) -> (Double) -> Double {
    switch penalty {
    case .totalVariation: { $0 }
    case .l0: { $0 > 1.0 / 510 ? 1 : 0 }
    case .hyperLaplacian: { pow($0, 2.0 / 3) }
    }
  }

  @Test(arguments: cases) func energiesAreThoseOfTheDefinition(_ golden: Case) throws {
    let noisy = try self.golden("\(golden.index)-noisy")
    let method = golden.method
    var worst = 0.0
    let result = try method.minimize(noisy.tensor) { progress in
      let wanted = energy(
        ReferenceTensor(progress.image), noisy, weight: Double(method.weight),
        charge: charge(method.penalty))
      worst = max(worst, abs(progress.iteration.energy - wanted) / wanted)
      #expect(progress.count == method.betas.count)
    }
    #expect(worst < 1e-5)
    let initial = energy(
      noisy, noisy, weight: Double(method.weight), charge: charge(method.penalty))
    #expect(abs(result.initialEnergy - initial) < 1e-5 * initial)
    #expect(result.energy < 0.9 * result.initialEnergy)
  }

  /// Neither step raises the split energy. While β stays the same, no iteration starts above the end of the
  /// previous one. At the end v is `D u`, and the two energies are equal.
  @Test(arguments: GradientPenalty.allCases) func splitEnergyNeverRises(
    _ penalty: GradientPenalty
  ) throws {
    var method = AlternatingMinimization(
      penalty: penalty, weight: 12, firstBeta: 1, lastBeta: 1024)
    (method.growth, method.rounds) = (4, 5)
    let result = try method.minimize(try golden("1-noisy").tensor)
    #expect(result.iterations.map(\.number) == Array(1...30))
    for (last, next) in zip(result.iterations, result.iterations.dropFirst()) {
      #expect(next.splitEnergy <= next.splitEnergyAfterThreshold * (1 + 1e-6))
      if next.beta == last.beta {
        #expect(next.splitEnergyAfterThreshold <= last.splitEnergy * (1 + 1e-6))
      }
    }
    // The last β is limited, so that the threshold is not finer than what counts as an edge.
    method.lastBeta = penalty == .l0 ? 5e5 : 1e5
    method.rounds = 1
    let long = try method.minimize(try golden("1-noisy").tensor)
    let last = try #require(long.iterations.last)
    let tolerance = penalty == .l0 ? 0.1 : 0.03
    #expect(abs(last.splitEnergy - last.energy) < tolerance * last.energy, "\(last)")
  }

  /// A convex energy has one minimum, so every method must find the same one.
  @Test func totalVariationReachesChambollesMinimum() throws {
    let (noisy, chambolle) = (
      try golden("variation-noisy"), try golden("variation-chambolle")
    )
    var method = AlternatingMinimization(
      penalty: .totalVariation, weight: 10, firstBeta: 1, lastBeta: 1e5)
    (method.growth, method.rounds) = (1.1, 5)
    let result = try method.minimize(noisy.tensor)
    let least = energy(chambolle, noisy, weight: 10) { $0 }
    #expect(result.energy > least * (1 - 1e-6) && result.energy < least * 1.0005)
    // The energy minus λ/2 ‖·‖² is convex, so ‖u − u*‖² ≤ 2 (E(u) − E(u*)) / λ.
    let distance = ReferenceTensor(result.image).zip(chambolle, -)
    #expect(distance.dot(distance) < 2 * (0.0005 * least) / 10)
  }

  @Test(arguments: GradientPenalty.allCases) func constantsStay(_ penalty: GradientPenalty) throws {
    for (channels, height, width, value) in [
      (1, 1, 1, Float(0.3)), (3, 1, 9, 1), (1, 12, 1, 0), (3, 17, 20, 0.6),
    ] {
      let flat = Tensor(repeating: value, shape: [1, channels, height, width])
      let method = AlternatingMinimization(
        penalty: penalty, weight: 10, firstBeta: 1, lastBeta: 512)
      let result = try method.minimize(flat)
      let message = mismatch(result.image, ReferenceTensor(flat), Tolerance(absolute: 1e-6))
      #expect(message == nil, "\(message ?? "")")
      #expect(result.initialEnergy == 0 && result.energy < 1e-4)
    }
  }

  /// A hard threshold decides for all colors together. An edge in one color stays in its place in the others,
  /// and a flat color stays flat.
  @Test func colorsShareTheirEdges() throws {
    let (height, width) = (24, 30)
    var values = [Float]()
    for channel in 0..<3 {
      for index in 0..<height * width {
        let x = index % width
        values.append(channel == 0 ? (x < 15 ? 0.1 : 0.9) : channel == 1 ? 0.02 * Float(x) : 0.5)
      }
    }
    let image = Tensor(shape: [1, 3, height, width], values: values)
    let result = try AlternatingMinimization.l0Smoothing(strength: 0.02).minimize(image).image
      .values
    let area = height * width
    for y in 0..<height {
      let row = { (channel: Int) in (0..<width).map { result[channel * area + y * width + $0] } }
      #expect(row(0)[14] < 0.15 && row(0)[15] > 0.85)
      // The largest step of the ramp is at the red edge.
      let steps = zip(row(1), row(1).dropFirst()).map { $1 - $0 }
      #expect(steps.indices.max { steps[$0] < steps[$1] } == 14)
      #expect(row(2).allSatisfy { abs($0 - 0.5) < 1e-4 })
    }
  }

  @Test func grayInColorsIsRestoredAsGray() throws {
    let penalty = GradientPenalty.totalVariation
    let gray = try golden("0-noisy").tensor
    let one = try AlternatingMinimization.denoising(penalty, sigma: 15, channels: 1).minimize(gray)
    let three = try AlternatingMinimization.denoising(penalty, sigma: 15, channels: 3)
      .minimize(Tensor.joined([gray, gray, gray]))
    let wanted = ReferenceTensor(Tensor.joined([one.image, one.image, one.image]))
    let message = mismatch(three.image, wanted, Tolerance(absolute: 2e-5))
    #expect(message == nil, "\(message ?? "")")
  }

  @Test func observersEndTheWork() throws {
    struct Enough: Error {}
    let noisy = try golden("0-noisy").tensor
    var seen = 0
    #expect(throws: Enough.self) {
      try Self.cases[0].method.minimize(noisy) { progress in
        seen = progress.iteration.number
        if seen == 3 { throw Enough() }
      }
    }
    #expect(seen == 3)
  }

  @Test(arguments: GradientPenalty.allCases) func threadsDoNotMatter(_ penalty: GradientPenalty)
    throws
  {
    var random = RandomNumbers(seed: 6)
    let image = random.uniform(shape: [1, 3, 131, 170])
    let method = AlternatingMinimization(
      penalty: penalty, weight: 10, firstBeta: 1, lastBeta: 64)
    let one = try withThreadCount(1) { try method.minimize(image) }
    for threads in [2, 3] {
      let more = try withThreadCount(threads) { try method.minimize(image) }
      #expect(byteMismatch(more.image, one.image) == nil && more.iterations == one.iterations)
    }
  }
}
