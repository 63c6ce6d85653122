@_spi(Testing) import BurnishSolvers
import BurnishTensors
import Testing
import _TestSupport

@Suite struct ConjugateGradientTests {
  private func norm(_ x: Tensor) -> Double { x.dot(x).squareRoot() }

  @Test(arguments: [1, 2, 7, 40]) func agreesWithElimination(n: Int) {
    let matrix = DenseOperator.positive(n, shift: 1, seed: UInt64(n))
    var random = RandomNumbers(seed: 99)
    let b = random.normal(shape: [n])
    let wanted = Reference.solve(matrix.matrix, ReferenceTensor(b))
    let solver = ConjugateGradient(relativeTolerance: 1e-6, maximumIterations: 400)
    let plain = solver.solve(matrix, b)
    let scaled = solver.solve(
      matrix, b, preconditioner: JacobiPreconditioner(diagonal: matrix.diagonal))
    for solution in [plain, scaled] {
      #expect(solution.termination == .converged)
      #expect(solution.residualNorm <= 1e-6 * norm(b))
      // The smallest eigenvalue is at least 1, so the error is at most the residual.
      let message = mismatch(
        solution.x, wanted, Tolerance(absolute: 1e-6 * norm(b), relative: 0x1p-22))
      #expect(message == nil, "\(message ?? "")")
    }
  }

  /// In exact arithmetic the method ends after as many steps as there are different eigenvalues.
  @Test func twoEigenvaluesTakeTwoSteps() {
    let diagonal = (0..<50).map { $0 % 2 == 0 ? 1.0 : 7.0 }
    var matrix = ReferenceTensor(zeros: [50, 50])
    for index in 0..<50 { matrix.values[index * 51] = diagonal[index] }
    let b = Tensor(shape: [50], values: (0..<50).map { Float($0 % 9) - 3 })
    let solution = ConjugateGradient(relativeTolerance: 1e-5).solve(
      DenseOperator(matrix: matrix), b)
    #expect(solution.termination == .converged && solution.iterations == 2)
    let scaled = ConjugateGradient().solve(
      DenseOperator(matrix: matrix), b,
      preconditioner: JacobiPreconditioner(
        diagonal: Tensor(shape: [50], values: diagonal.map { Float($0) })))
    #expect(scaled.termination == .converged && scaled.iterations == 1)
  }

  @Test func nothingOnTheRightGivesZeros() {
    let matrix = DenseOperator.positive(5, shift: 1, seed: 3)
    let solution = ConjugateGradient().solve(
      matrix, Tensor(zeros: [5]), from: Tensor(repeating: 4, shape: [5]))
    #expect(solution.x.values == [0, 0, 0, 0, 0] && solution.iterations == 0)
    #expect(solution.residualNorm == 0 && solution.termination == .converged)
  }

  @Test func theLimitIsReported() {
    let matrix = DenseOperator.positive(60, shift: 1e-3, seed: 8)
    let b = Tensor(repeating: 1, shape: [60])
    var seen: [Int] = []
    var norms: [Double] = []
    let solution = ConjugateGradient(maximumIterations: 5).solve(matrix, b) {
      seen.append($0.iteration)
      norms.append($0.residualNorm)
    }
    #expect(solution.termination == .iterationLimit && solution.iterations == 5)
    #expect(seen == [1, 2, 3, 4, 5])
    let residual = norm(b - matrix.apply(solution.x))
    #expect(residual > 1e-6 * norm(b) && abs(residual - solution.residualNorm) < 1e-6 * residual)
    #expect(abs(norms[4] - residual) < 1e-3 * residual)
    let none = ConjugateGradient(maximumIterations: 0).solve(matrix, b)
    #expect(none.termination == .iterationLimit && none.x.values.allSatisfy { $0 == 0 })
    #expect(abs(none.residualNorm - norm(b)) < 1e-6)
  }

  @Test func whatIsNotPositiveDefiniteIsReported() {
    func diagonal(_ values: [Double]) -> DenseOperator {
      var matrix = ReferenceTensor(zeros: [values.count, values.count])
      for (index, value) in values.enumerated() {
        matrix.values[index * (values.count + 1)] = value
      }
      return DenseOperator(matrix: matrix)
    }
    let b = Tensor(shape: [3], values: [1, 1, 1])
    let one = IdentityOperator()
    for values in [[1, 2, -5], [0, 0, 0], [-1, -1, -1], [1, .nan, 1]] {
      let solution = ConjugateGradient().solve(diagonal(values), b, preconditioner: one)
      #expect(solution.termination == .notPositiveDefinite, "\(values)")
    }
    let preconditioned = ConjugateGradient().solve(
      diagonal([1, 2, 3]), b, preconditioner: diagonal([-1, -1, -1]))
    #expect(preconditioned.termination == .notPositiveDefinite && preconditioned.iterations == 0)
  }

  @Test(arguments: [Float.nan, .infinity]) func whatIsNotFiniteIsReported(value: Float) {
    let matrix = DenseOperator.positive(3, shift: 1, seed: 2)
    let (good, bad) = (Tensor(repeating: 1, shape: [3]), Tensor(shape: [3], values: [1, value, 1]))
    for solution in [
      ConjugateGradient().solve(matrix, bad), ConjugateGradient().solve(matrix, good, from: bad),
    ] {
      #expect(solution.termination == .notFinite && solution.iterations == 0)
    }
  }

  /// A start at the solution takes no step. A start elsewhere gives the same solution.
  @Test func theStartIsUsed() {
    let matrix = DenseOperator.positive(20, shift: 1, seed: 12)
    let b = Tensor(shape: [20], values: (0..<20).map { Float($0) - 9.5 })
    let first = ConjugateGradient(relativeTolerance: 1e-6).solve(matrix, b)
    let again = ConjugateGradient(relativeTolerance: 1e-5).solve(matrix, b, from: first.x)
    #expect(again.termination == .converged && again.iterations == 0)
    let other = ConjugateGradient(relativeTolerance: 1e-6)
      .solve(matrix, b, from: Tensor(repeating: 3, shape: [20]))
    #expect(other.termination == .converged)
    let message = mismatch(
      other.x, ReferenceTensor(first.x), Tolerance(absolute: 2e-6 * norm(b)))
    #expect(message == nil, "\(message ?? "")")
  }

  /// The matrix is so badly conditioned that the updated residual drifts from the true one. Only the true
  /// residual decides whether the method converged.
  @Test func convergenceIsNotClaimedOnTheCarriedResidual() {
    let matrix = DenseOperator.positive(30, shift: 1e-7, seed: 21)
    let b = Tensor(shape: [30], values: (0..<30).map { Float($0 % 4) - 1 })
    let solver = ConjugateGradient(relativeTolerance: 1e-7, maximumIterations: 300)
    let solution = solver.solve(matrix, b)
    let residual = norm(b - matrix.apply(solution.x))
    #expect(abs(residual - solution.residualNorm) <= 1e-6 * residual)
    #expect((solution.termination == .converged) == (residual <= 1e-7 * norm(b)))
  }

  @Test func theNormalEquationsSolveLeastSquares() {
    var random = RandomNumbers(seed: 31)
    let base = DenseOperator(matrix: ReferenceTensor(random.normal(shape: [12, 5])))
    let (x, y) = (random.normal(shape: [5]), random.normal(shape: [12]))
    let message = adjointMismatch(
      forward: ReferenceTensor(base.apply(x)), against: ReferenceTensor(y),
      backward: ReferenceTensor(base.applyAdjoint(y)), against: ReferenceTensor(x), terms: 20)
    #expect(message == nil, "\(message ?? "")")
    let solution = ConjugateGradient().solve(NormalOperator(base), base.applyAdjoint(y))
    #expect(solution.termination == .converged && solution.relativeResidual <= 1e-6)
    // At the minimum, the residual is orthogonal to every column.
    let left = y - base.apply(solution.x)
    #expect(norm(base.applyAdjoint(left)) < 1e-4 * norm(base.applyAdjoint(y)))
  }

  /// With a penalty the operator is `A'A x + s P x`, computed here in double precision.
  @Test func penaltiesAddToTheNormalEquations() {
    var random = RandomNumbers(seed: 32)
    let base = DenseOperator(matrix: ReferenceTensor(random.normal(shape: [12, 5])))
    let penalty = DenseOperator.positive(5, shift: 0.5, seed: 33)
    let x = random.normal(shape: [5])
    let squares = ReferenceTensor(base.applyAdjoint(base.apply(x)))
    for (matrix, image) in [
      (NormalOperator(base, shift: 0.7), ReferenceTensor(x)),
      (NormalOperator(base, shift: 0.7, times: penalty), ReferenceTensor(penalty.apply(x))),
    ] {
      let wanted = squares.zip(image) { $0 + Double(Float(0.7)) * $1 }
      let found = mismatch(matrix.apply(x), wanted, Tolerance(absolute: 1e-4))
      #expect(found == nil, "\(found ?? "")")
    }
  }

  @Test func threadsDoNotMatter() {
    struct Laplacian: LinearOperator {
      func apply(_ x: Tensor) -> Tensor {
        let values = x.values
        return Tensor(
          shape: x.shape,
          values: values.indices.map { index in
            2.01 * values[index] - (index > 0 ? values[index - 1] : 0)
              - (index + 1 < values.count ? values[index + 1] : 0)
          })
      }
    }
    var random = RandomNumbers(seed: 7)
    let b = random.normal(shape: [70_001])
    let solver = ConjugateGradient(maximumIterations: 30)
    let one = withThreadCount(1) { solver.solve(Laplacian(), b) }
    for threads in [2, 3] {
      let more = withThreadCount(threads) { solver.solve(Laplacian(), b) }
      #expect(byteMismatch(more.x, one.x) == nil)
      #expect(more.residualNorm == one.residualNorm && more.iterations == one.iterations)
    }
  }
}
