import BurnishTensors
import Foundation
import Testing
import _TestSupport

@_spi(Testing) @testable import BurnishSolvers

@Suite struct WeightedPoissonSolverTests {
  /// A system of random images: γ is rough, and log-uniform in the given range, f is in 0...1, and v is in
  /// ±0.5.
  private struct System {
    let f: Tensor
    let v: Tensor
    let gamma: Tensor

    init(_ shape: [Int], gamma range: ClosedRange<Double>, seed: UInt64) {
      var random = RandomNumbers(seed: seed)
      let (low, high) = (log(range.lowerBound), log(range.upperBound))
      f = random.uniform(shape: shape)
      v = random.uniform(shape: [shape[0], 2, shape[2], shape[3]], in: -0.5..<0.5)
      gamma = Tensor(
        shape: shape,
        values: random.uniform(shape: shape).values.map {
          Float(exp(low + (high - low) * Double($0)))
        })
    }

    func image(_ index: Int) -> (f: Tensor, v: Tensor, gamma: Tensor) {
      (f[index..<index + 1], v[index..<index + 1], gamma[index..<index + 1])
    }
  }

  static let sizes = [[1, 1], [1, 7], [6, 1], [2, 2], [3, 2], [5, 9], [8, 12], [13, 10]]

  @Test(arguments: sizes) func agreesWithElimination(size: [Int]) {
    let solver = WeightedPoissonSolver(relativeTolerance: 1e-8)
    for range in [0.003...10.0, 0.05...0.5] {
      let system = System([1, 1] + size, gamma: range, seed: UInt64(17 * size[0] + size[1]))
      let solution = solver.reconstruct(system.f, differences: system.v, gamma: system.gamma)
      let wanted = Reference.reconstruct(
        ReferenceTensor(system.f), differences: ReferenceTensor(system.v),
        gamma: ReferenceTensor(system.gamma))
      let message = mismatch(solution.u, wanted, Tolerance(absolute: 1e-6))
      #expect(message == nil, "\(range): \(message ?? "")")
    }
  }

  @Test func reportsTheResidualThatIsThere() {
    let system = System([2, 1, 31, 22], gamma: 0.003...10, seed: 4)
    let b = system.gamma * system.f + system.v.forwardDifferencesAdjoint()
    let matrix = ReconstructionOperator(gamma: system.gamma)
    for (limit, termination) in [
      (60, ConjugateGradient.Solution.Termination.converged), (2, .iterationLimit),
    ] {
      let solver = WeightedPoissonSolver(relativeTolerance: 1e-5, maximumIterations: limit)
      let solution = solver.solve(gamma: system.gamma, b)
      let residual = b - matrix.apply(solution.u)
      #expect(solution.reports.count == 2)
      for (index, report) in solution.reports.enumerated() {
        let part = residual[index..<index + 1]
        let right = b[index..<index + 1]
        let norm = part.dot(part).squareRoot()
        #expect(report.termination == termination)
        #expect(abs(report.residualNorm - norm) <= 1e-2 * norm + 1e-6)
        #expect(
          abs(report.relativeResidual * right.dot(right).squareRoot() - report.residualNorm)
            <= 1e-6 * report.residualNorm)
        #expect((report.relativeResidual <= 1e-5) == (termination == .converged))
        #expect(limit == 60 ? (3...25).contains(report.iterations) : report.iterations == 2)
      }
    }
  }

  @Test func whatIsNotPositiveIsReported() {
    let f = Tensor(repeating: 0.5, shape: [1, 1, 6, 7])
    let v = Tensor(repeating: 0.1, shape: [1, 2, 6, 7])
    let report = WeightedPoissonSolver().reconstruct(
      f, differences: v, gamma: Tensor(repeating: -20, shape: f.shape)
    ).reports[0]
    #expect(report.termination == .notPositiveDefinite && report.iterations == 0)
  }

  /// Inputs without a finite norm do not count as converged, and the start does not count as a solution.
  @Test(arguments: [Float.nan, .infinity, 1e30]) func whatIsNotFiniteIsReported(value: Float) {
    let shape = [1, 1, 6, 7]
    let solver = WeightedPoissonSolver()
    func isRefused(_ solution: WeightedPoissonSolver.Solution) -> Bool {
      let report = solution.reports[0]
      return report.termination == .notFinite && report.iterations == 0
        && !(report.relativeResidual <= 1) && solution.u.values.allSatisfy(\.isNaN)
    }
    let gamma = Tensor(repeating: 0.1, shape: shape)
    var b = Tensor(repeating: 0.5, shape: shape)
    b.withUnsafeMutableSamples { $0[20] = value }
    #expect(isRefused(solver.solve(gamma: gamma, b)))
    #expect(isRefused(solver.solve(gamma: gamma, gamma, from: b)))
    #expect(
      isRefused(solver.reconstruct(b, differences: Tensor(zeros: [1, 2, 6, 7]), gamma: gamma)))
    if value.isNaN { #expect(isRefused(solver.solve(gamma: b, gamma))) }
    // The other images of the batch are solved as usual.
    let two = solver.solve(
      gamma: Tensor(repeating: 0.1, shape: [2, 1, 6, 7]),
      Tensor(shape: [2, 1, 6, 7], values: b.values + gamma.values))
    #expect(two.reports.map(\.termination) == [.notFinite, .converged])
    #expect(two.u[1..<2].values.allSatisfy { abs($0 - 1) < 1e-4 })
  }

  /// With a start, the residual is relative to `‖b‖ + ‖A u₀‖`.
  @Test func theResidualFromAStartIsReported() {
    let system = System([1, 1, 31, 22], gamma: 0.003...10, seed: 5)
    let b = system.gamma * system.f + system.v.forwardDifferencesAdjoint()
    let matrix = ReconstructionOperator(gamma: system.gamma)
    func norm(_ x: Tensor) -> Double { x.dot(x).squareRoot() }
    let scale = norm(b) + norm(matrix.apply(system.f))
    for (limit, termination) in [
      (60, ConjugateGradient.Solution.Termination.converged), (1, .iterationLimit),
    ] {
      let solution = WeightedPoissonSolver(maximumIterations: limit)
        .solve(gamma: system.gamma, b, from: system.f)
      let report = solution.reports[0]
      let residual = norm(b - matrix.apply(solution.u))
      #expect(report.termination == termination)
      #expect(abs(report.residualNorm - residual) <= 1e-2 * residual)
      #expect(
        abs(report.relativeResidual * scale - report.residualNorm) <= 1e-5 * report.residualNorm)
      #expect((report.relativeResidual <= 1e-5) == (termination == .converged))
    }
  }

  @Test func aRecordKeepsTheWorst() {
    func report(
      _ iterations: Int, _ residual: Double,
      _ termination: ConjugateGradient.Solution.Termination
    ) -> WeightedPoissonSolver.Report {
      .init(
        iterations: iterations, residualNorm: 1, relativeResidual: residual,
        termination: termination)
    }
    let record = ReconstructionRecord()
    record.add([report(3, 1e-6, .converged), report(60, 1e-3, .iterationLimit)])
    record.add([report(5, 1e-7, .converged)])
    let summary = record.summary
    #expect(summary.solves == 3 && summary.converged == 2)
    #expect(summary.iterations == 60 && summary.relativeResidual == 1e-3)
    record.add([report(0, .nan, .notFinite), report(1, 1e-6, .converged)])
    #expect(record.summary.relativeResidual.isNaN && record.summary.converged == 3)
    record.reset()
    #expect(record.summary == .init())
  }

  @Test func nothingTakesNothing() {
    let gamma = Tensor(repeating: 0.1, shape: [1, 1, 5, 4])
    let black = WeightedPoissonSolver().reconstruct(
      Tensor(zeros: gamma.shape), differences: Tensor(zeros: [1, 2, 5, 4]), gamma: gamma)
    #expect(black.u.values.allSatisfy { $0 == 0 })
    #expect(black.reports[0].iterations == 0 && black.reports[0].termination == .converged)
    // An image with its own differences is already the solution, so no step is needed.
    var random = RandomNumbers(seed: 3)
    let f = random.uniform(shape: gamma.shape)
    let same = WeightedPoissonSolver().reconstruct(
      f, differences: f.forwardDifferences(), gamma: gamma)
    #expect(same.reports[0].iterations == 0 && byteMismatch(same.u, f) == nil)
  }

  /// Multigrid takes about the same number of iterations for any size and any γ.
  @Test(arguments: [1e-3, 0.03, 1]) func iterationsDoNotGrow(gamma: Double) {
    let solver = WeightedPoissonSolver(relativeTolerance: 1e-5)
    for size in [[40, 40], [161, 240], [321, 481], [3, 500], [129, 257]] {
      let system = System([1, 1] + size, gamma: gamma...gamma * 10, seed: 8)
      let report = solver.reconstruct(
        system.f, differences: system.v, gamma: system.gamma
      ).reports[0]
      #expect(report.termination == .converged && report.iterations <= 14, "\(size): \(report)")
    }
  }

  @Test func bytesDependOnNeitherThreadsNorBatch() {
    let small = System([5, 1, 40, 37], gamma: 0.003...10, seed: 6)
    let large = System([1, 1, 230, 310], gamma: 0.003...10, seed: 7)
    let solver = WeightedPoissonSolver()
    func solve(_ f: Tensor, _ v: Tensor, _ gamma: Tensor) -> Tensor {
      solver.reconstruct(f, differences: v, gamma: gamma).u
    }
    for system in [small, large] {
      let one = withThreadCount(1) { solve(system.f, system.v, system.gamma) }
      let two = withThreadCount(2) { solve(system.f, system.v, system.gamma) }
      let message = byteMismatch(one, two)
      #expect(message == nil, "\(message ?? "")")
      let last = system.f.shape[0] - 1
      let image = system.image(last)
      let alone = withThreadCount(2) { solve(image.f, image.v, image.gamma) }
      #expect(byteMismatch(alone, two[last..<last + 1]) == nil)
    }
  }

  /// Conjugate gradients require a symmetric and positive cycle.
  @Test(arguments: sizes + [[31, 44]]) func theCycleIsSymmetricAndPositive(size: [Int]) {
    let system = System([2, 1] + size, gamma: 1e-3...10, seed: 44)
    let cycle = ReconstructionPreconditioner(gamma: system.gamma)
    var random = RandomNumbers(seed: 45)
    let (x, y) = (random.normal(shape: system.f.shape), random.normal(shape: system.f.shape))
    let (forward, backward) = (cycle.apply(x), cycle.applyAdjoint(y))
    // Each sample depends on a few hundred products on every level.
    let message = adjointMismatch(
      forward: ReferenceTensor(forward), against: ReferenceTensor(y),
      backward: ReferenceTensor(backward), against: ReferenceTensor(x), terms: 300)
    #expect(message == nil, "\(message ?? "")")
    #expect(x.dot(forward) > 0)
    let solution = ConjugateGradient(relativeTolerance: 1e-5, maximumIterations: 20).solve(
      ReconstructionOperator(gamma: system.gamma), x, preconditioner: cycle)
    #expect(solution.termination == .converged)
  }

  @Test(arguments: sizes) func theOperatorHasItsDiagonal(size: [Int]) {
    let system = System([1, 1] + size, gamma: 0.1...1, seed: 44)
    let matrix = ReconstructionOperator(gamma: system.gamma)
    for index in 0..<system.gamma.count {
      var unit = Tensor(zeros: system.gamma.shape)
      unit.withUnsafeMutableSamples { $0[index] = 1 }
      #expect(abs(matrix.apply(unit).values[index] - matrix.diagonal.values[index]) <= 1e-6)
    }
  }

  // MARK: Differences and gradients

  @Test(arguments: sizes) func differencesAgreeWithTheReference(size: [Int]) {
    var random = RandomNumbers(seed: 31)
    let x = random.normal(shape: [2, 3] + size)
    let v = random.normal(shape: [2, 6] + size)
    let (wanted, back) = (
      Reference.forwardDifferences(ReferenceTensor(x)),
      Reference.forwardDifferencesAdjoint(ReferenceTensor(v))
    )
    let message = mismatch(x.forwardDifferences(), wanted, .roundings(1))
    #expect(message == nil, "\(message ?? "")")
    let other = mismatch(v.forwardDifferencesAdjoint(), back, Tolerance(absolute: 2e-6))
    #expect(other == nil, "\(other ?? "")")
    let adjoint = adjointMismatch(
      forward: wanted, against: ReferenceTensor(v), backward: back, against: ReferenceTensor(x),
      terms: 4)
    #expect(adjoint == nil, "\(adjoint ?? "")")
  }

  @Test(arguments: [[1, 5], [4, 6], [7, 5]]) func gradientsAgreeWithFiniteDifferences(size: [Int]) {
    let system = System([1, 1] + size, gamma: 0.02...5, seed: 21)
    var random = RandomNumbers(seed: 22)
    let projection = random.normal(shape: system.f.shape)
    let solver = WeightedPoissonSolver(relativeTolerance: 1e-7)
    let u = solver.reconstruct(system.f, differences: system.v, gamma: system.gamma).u
    let found = solver.reconstructionGradient(
      projection, f: system.f, gamma: system.gamma, u: u)
    #expect(found.reports.allSatisfy { $0.termination == .converged })
    let (f, v, gamma) = (
      ReferenceTensor(system.f), ReferenceTensor(system.v), ReferenceTensor(system.gamma)
    )
    let weights = ReferenceTensor(projection)
    for (name, gradient, point, function) in [
      ("f", found.f, f, { Reference.reconstruct($0, differences: v, gamma: gamma).dot(weights) }),
      ("v", found.v, v, { Reference.reconstruct(f, differences: $0, gamma: gamma).dot(weights) }),
      (
        "γ", found.gamma, gamma,
        { Reference.reconstruct(f, differences: v, gamma: $0).dot(weights) }
      ),
    ] as [(String, Tensor, ReferenceTensor, (ReferenceTensor) -> Double)] {
      let message = finiteDifferenceMismatch(
        ReferenceTensor(gradient), of: function, at: point, tolerance: 1e-4)
      #expect(message == nil, "\(name): \(message ?? "")")
    }
  }
}
