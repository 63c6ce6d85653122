import BurnishCore
import BurnishImages
import BurnishSolvers
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@testable import BurnishInverse

/// The starting images of restorations, and the systems that they solve.
@Suite struct InverseProblemTests {
  private static func kernel() throws -> BlurKernel {
    var random = RandomNumbers(seed: 5)
    return try BlurKernel(random.uniform(shape: [5, 7]))
  }

  /// With circular borders the inverse is exact, for sides with any factors.
  @Test(arguments: [(16, 24), (9, 13), (131, 127), (1, 6), (254, 3), (40, 1)])
  func blursAroundTheBordersAreInverted(height: Int, width: Int) throws {
    var random = RandomNumbers(seed: 9)
    for channels in [1, 2, 3] {
      let x = random.normal(shape: [1, channels, height, width])
      let blur = try Blur(try Self.kernel(), border: .circular, of: x.shape)
      var image = blur.applyAdjoint(blur.apply(x))
      image.accumulate(x, scale: 0.05)
      let inverse = try #require(blur.normalInverse(shift: 0.05, gradientWeight: 0))
      let found = mismatch(inverse.apply(image), ReferenceTensor(x), Tolerance(absolute: 2e-4))
      #expect(found == nil, "\(channels) channels: \(found ?? "")")
    }
  }

  /// For a blur without borders the inverse is close, so the solver needs fewer iterations. For replicated
  /// borders there is no such inverse.
  @Test func unknownBordersArePreconditioned() throws {
    struct Shifted: LinearOperator {
      let blur: Blur
      func apply(_ x: Tensor) -> Tensor { blur.applyAdjoint(blur.apply(x)) + x * 1e-3 }
    }
    var random = RandomNumbers(seed: 9)
    let x = random.normal(shape: [1, 1, 60, 70])
    let blur = try Blur(.gaussian(standardDeviation: 2), border: .valid, of: x.shape)
    let matrix = Shifted(blur: blur)
    let b = matrix.apply(x)
    let solver = ConjugateGradient(relativeTolerance: 1e-4, maximumIterations: 1000)
    let plain = solver.solve(matrix, b)
    let inverse = try #require(blur.normalInverse(shift: 1e-3, gradientWeight: 0))
    let preconditioned = solver.solve(matrix, b, preconditioner: inverse)
    #expect(plain.termination == .converged && preconditioned.termination == .converged)
    #expect(3 * preconditioned.iterations < 2 * plain.iterations)
    let replicated = try Blur(.gaussian(standardDeviation: 2), border: .replicate, of: x.shape)
    #expect(replicated.normalInverse(shift: 1e-3, gradientWeight: 0) == nil)
  }

  @Test func aBlurWithoutBordersHasAMargin() throws {
    var random = RandomNumbers(seed: 2)
    let observed = random.uniform(shape: [1, 3, 20, 30])
    let problem = try InverseProblem.deblurring(
      observed, kernel: Self.kernel(), border: .valid, sigma: 3)
    #expect(problem.start.shape == [1, 3, 24, 36])
    #expect(byteMismatch(problem.visible(problem.start), observed) == nil)
    let other = try InverseProblem.deblurring(
      observed, kernel: Self.kernel(), border: .replicate, sigma: 3)
    #expect(byteMismatch(other.start, observed) == nil && other.interior == nil)
  }

  @Test func enlargementIsWhereSuperResolutionBegins() throws {
    var random = RandomNumbers(seed: 4)
    let low = random.uniform(shape: [1, 1, 12, 18])
    let problem = try InverseProblem.composed(low, of: [.reduction(factor: 2.5)], sigma: 0)
    let enlarged = low.resized(height: 30, width: 45, kernel: .bicubic, dialect: .matlab)
    #expect(byteMismatch(problem.start, enlarged) == nil && problem.sigma == 0)
  }

  @Test func holesAreFilledFromAroundThem() throws {
    let shape = [1, 2, 37, 50]
    // A slope with a third of the pixels and one large area missing.
    let heights = (0..<2 * 37 * 50).map { (index: Int) -> Float in
      Float(index % 50) / 100 + Float(index / 50 % 37) / 80
    }
    let slope = Tensor(shape: shape, values: heights)
    var random = RandomNumbers(seed: 3)
    let isKnown = (0..<37 * 50).map { (index: Int) -> Float in
      let inHole = (10..<20).contains(index % 50) && (12..<22).contains(index / 50)
      return inHole || random.chance(1 / 3) ? 0 : 1
    }
    let known = Tensor(shape: [1, 1, 37, 50], values: isKnown)
    let mask = try Mask(known, channels: 2)
    let start = try InverseProblem.inpainting(slope, known: mask).start
    #expect(byteMismatch(mask.apply(start), mask.apply(slope)) == nil)
    let worst = zip(start.values, slope.values).map { abs($0 - $1) }.max()!
    #expect(worst < 0.06, "\(worst)")
    // One known pixel fills the whole image. Without known pixels, all samples are 0.
    for value: Float in [1, 0] {
      let single = Tensor(
        shape: [1, 1, 9, 5], values: (0..<45).map { $0 == 17 ? value : 0 })
      let filled = try InverseProblem.inpainting(
        Tensor(repeating: 0.5, shape: [1, 1, 9, 5]), known: Mask(single, channels: 1)
      ).start
      #expect(filled.values.allSatisfy { abs($0 - 0.5 * value) < 1e-6 })
    }
  }

  /// A composition starts as each of its parts does, and its operator is the composition of their operators.
  @Test func severalThingsMayHappen() throws {
    var random = RandomNumbers(seed: 6)
    let kernel = try Self.kernel()
    let known = Tensor(
      shape: [1, 1, 9, 11], values: (0..<99).map { $0 % 4 == 0 ? 0 : 1 } as [Float])
    let steps: [DegradationStep] = [
      .blur(kernel, border: .valid), .reduction(factor: 1.5), .sampling(factor: 2),
      .holes(known: known, subject: "mask"),
    ]
    let observed = random.uniform(shape: [1, 3, 9, 11])
    let problem = try InverseProblem.composed(observed, of: steps, sigma: 2)
    // 9x11 comes from 18x22, which comes from 27x33, which comes from 31x39.
    #expect(problem.start.shape == [1, 3, 31, 39])
    #expect(problem.visible(problem.start).shape == [1, 3, 27, 33])
    let x = random.uniform(shape: [1, 3, 31, 39])
    let blurred = try Blur(kernel, border: .valid, of: x.shape).apply(x)
    let reduced = try Reduction(of: blurred.shape, toHeight: 18, width: 22).apply(blurred)
    let sampled = try PointSampling(of: reduced.shape, factor: 2).apply(reduced)
    let wanted = try Mask(known, channels: 3).apply(sampled)
    #expect(byteMismatch(problem.degradation.apply(x), wanted) == nil)
    #expect(try byteMismatch(problem.observed, Mask(known, channels: 3).apply(observed)) == nil)
    let failure = #expect(throws: Failure.self) {
      _ = try InverseProblem.composed(
        random.uniform(shape: [1, 3, 9, 12]), of: steps, sigma: 2)
    }
    #expect(failure?.subject == "mask" && failure?.kind == .badData)
  }

  /// Kept pixels start at their original positions, and so does their alpha.
  @Test(arguments: [
    DegradationStep.sampling(factor: 4),
    .reduction(factor: 4, kernel: .nearest, dialect: .openCV),
    .reduction(factor: 4, kernel: .nearest, dialect: .pillow),
  ])
  func sampledImagesBeginInPlace(_ step: DegradationStep) throws {
    var random = RandomNumbers(seed: 8)
    let observed = random.uniform(shape: [1, 3, 9, 11])
    let problem = try InverseProblem.composed(observed, of: [step], sigma: 0)
    #expect(problem.start.shape == [1, 3, 36, 44])
    #expect(byteMismatch(problem.degradation.apply(problem.start), observed) == nil)
    let alpha = random.uniform(shape: [1, 1, 9, 11])
    let kept = try DegradationStep.applied([step], to: problem.placed(alpha))
    #expect(byteMismatch(kept, alpha) == nil)
  }

  /// For a custom problem, alpha is enlarged. If the sizes agree, it stays unchanged.
  @Test func alphaGoesWithAnyProblem() throws {
    var random = RandomNumbers(seed: 8)
    let (observed, alpha) = (
      random.uniform(shape: [1, 3, 9, 11]), random.uniform(shape: [1, 1, 9, 11])
    )
    let reduction = try Reduction(of: [1, 3, 20, 30], toHeight: 9, width: 11)
    let problem = try InverseProblem(
      observed, degradedBy: reduction, sigma: 1,
      from: Tensor(repeating: 0.5, shape: [1, 3, 20, 30]))
    #expect(try problem.placed(alpha).shape == [1, 1, 20, 30])
    let blurred = try InverseProblem.deblurring(
      observed, kernel: Self.kernel(), border: .valid, sigma: 1)
    #expect(try byteMismatch(blurred.placed(alpha), alpha) == nil)
  }

  /// The contents of holes have no effect, even if later steps select samples from the holes.
  @Test func whatWasSeenOfHolesIsNothing() throws {
    var random = RandomNumbers(seed: 8)
    let known = Tensor(
      shape: [1, 1, 12, 14], values: (0..<168).map { $0 % 3 == 0 ? 0 : 1 } as [Float])
    let steps: [DegradationStep] = [
      .holes(known: known, subject: "mask"), .sampling(factor: 2), .crop(.init(left: 2)),
      .channels([0, 1]),
    ]
    let seen = try DegradationStep.applied(steps, to: random.uniform(shape: [1, 3, 12, 14]))
    let holes = try DegradationStep.applied(steps, to: Tensor(repeating: 1, shape: [1, 3, 12, 14]))
    let filled = seen + (holes * -1 + 1) * 0.7
    let problem = try InverseProblem.composed(filled, of: steps, sigma: 0)
    #expect(byteMismatch(problem.observed, seen) == nil)
  }

  /// A cropped image starts with its border continued. A lost color starts as the usual mixture of the
  /// others. Samples in the place of lost colors have no effect.
  @Test func partsAndLostColors() throws {
    var random = RandomNumbers(seed: 7)
    let image = random.uniform(shape: [1, 3, 12, 14])
    let steps: [DegradationStep] = [
      .channels([0, 2]), .reduction(factor: 2, kernel: .box, dialect: .openCV),
      .crop(.init(top: 1, right: 2)),
    ]
    let seen = try DegradationStep.applied(steps, to: image)
    #expect(seen.shape == [1, 3, 5, 5])
    let colors = seen.split(counts: [1, 1, 1])
    #expect(colors[1].values.allSatisfy { $0 == 0 })
    let planes = image.split(counts: [1, 1, 1])
    let halves = planes[2].resized(height: 6, width: 7, kernel: .box, dialect: .openCV)
    #expect(byteMismatch(colors[2], halves.cropped(by: .init(top: 1, right: 2))) == nil)

    let junk = Tensor.joined([colors[0], random.uniform(shape: [1, 1, 5, 5]), colors[2]])
    let problem = try InverseProblem.composed(junk, of: steps, sigma: 0)
    #expect(byteMismatch(problem.observed, seen) == nil)
    #expect(byteMismatch(problem.degradation.apply(image), seen) == nil)
    let start = problem.start.split(counts: [1, 1, 1])
    #expect(problem.start.shape == [1, 3, 12, 14] && problem.interior == nil)
    for index in 0..<start[0].count {
      let usual = 0.6 * start[0].values[index] + 0.4 * start[2].values[index]
      #expect(abs(start[1].values[index] - usual) < 1e-6)
    }
    for kept in [[0], [2, 1], [1]] {
      let gray = Tensor(repeating: 0.3, shape: [1, 3, 4, 4])
      let start = try InverseProblem.composed(gray, of: [.channels(kept)], sigma: 0).start
      #expect(start.values.allSatisfy { abs($0 - 0.3) < 1e-6 })
    }
    let continued = colors[2].padded(by: .init(top: 1, right: 2), mode: .replicate)
    let enlarged = continued.resized(height: 12, width: 14, kernel: .bicubic, dialect: .matlab)
    #expect(byteMismatch(start[2], enlarged) == nil)
    let failure = #expect(throws: Failure.self) {
      _ = try InverseProblem.composed(
        planes[0], of: [.channels([0])], sigma: 0, subject: "gray.png")
    }
    #expect(failure?.subject == "gray.png" && failure?.kind == .badData)
  }

  @Test func whatAHoleHoldsMakesNoDifference() throws {
    let known = try Mask(Tensor(shape: [1, 1, 1, 3], values: [1, 0, 0.5]), channels: 1)
    let seen = known.apply(Tensor(shape: [1, 1, 1, 3], values: [2, .nan, 4]))
    #expect(seen.values == [2, 0, 2])
  }
}
