import BurnishSolvers
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// The cosine transform and its solver, compared with SciPy (`Scripts/golden/solvers.py`) and with the
/// defining sums.
@Suite struct CosineTransformTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let index: Int
    let shift: Double
    var testDescription: String { "\(index): shift \(shift)" }

    func array(_ name: String) throws -> ReferenceTensor {
      try GoldenArrays.npy(
        Bundle.module.resourceURL!.appendingPathComponent("Golden/cosine-\(index)-\(name).npy"))
    }
  }

  static let cases = [0.5, 0.1, 2, 0.01, 0.3, 1e-3, 0.2, 0.05].enumerated()
    .map { Case(index: $0, shift: $1) }

  private func transform(for x: ReferenceTensor) -> CosineTransform {
    CosineTransform(height: x.shape[2], width: x.shape[3])
  }

  @Test(arguments: cases) func agreesWithSciPy(_ golden: Case) throws {
    let (x, wanted) = (try golden.array("x"), try golden.array("coefficients"))
    let result = transform(for: x).forward(x.tensor)
    let message = mismatch(result, wanted, Tolerance(absolute: 3e-6))
    #expect(message == nil, "\(message ?? "")")
    let back = transform(for: x).inverse(wanted.tensor)
    let other = mismatch(back, x, Tolerance(absolute: 3e-6))
    #expect(other == nil, "\(other ?? "")")
  }

  /// Every length up to 70, and some with large prime factors, in both directions.
  @Test func everyLengthAgreesWithTheSums() {
    var random = RandomNumbers(seed: 5)
    for length in Array(1...70) + [107, 127, 128, 131, 135, 149, 262, 321] {
      for shape in [[1, 1, length, 3], [1, 2, 2, length]] {
        let x = random.normal(shape: shape)
        let transform = CosineTransform(height: shape[2], width: shape[3])
        let coefficients = transform.forward(x)
        let wanted = Reference.cosineTransform(ReferenceTensor(x))
        let message = mismatch(coefficients, wanted, Tolerance(absolute: 4e-6))
        #expect(message == nil, "\(shape): \(message ?? "")")
        let back = mismatch(
          transform.inverse(coefficients), ReferenceTensor(x), Tolerance(absolute: 4e-6))
        #expect(back == nil, "\(shape): \(back ?? "")")
      }
    }
  }

  @Test(arguments: cases) func solutionsAgreeWithASparseSolver(_ golden: Case) throws {
    let x = try golden.array("x")
    let solver = ScreenedPoissonSolver(shift: golden.shift, transform: transform(for: x))
    let wanted = try golden.array("solved")
    let message = mismatch(
      solver.apply(x.tensor), wanted, Tolerance(absolute: 1e-6 * max(1, wanted.magnitude)))
    #expect(message == nil, "\(message ?? "")")
  }

  /// As a preconditioner it solves its own system in one step.
  @Test func itInvertsItsMatrix() {
    let (height, width, shift) = (70, 45, Float(0.02))
    var coefficients = NinePointOperator.Coefficients(height: height, width: width)
    for y in 0..<height {
      for x in 0..<width {
        let neighbors = [y > 0, y < height - 1, x > 0, x < width - 1].count { $0 }
        coefficients.diagonal[y * width + x] = shift + Float(neighbors)
        (coefficients.east[y * width + x], coefficients.south[y * width + x]) = (-1, -1)
      }
    }
    var random = RandomNumbers(seed: 9)
    let b = random.normal(shape: [1, 1, height, width])
    let solution = ConjugateGradient(relativeTolerance: 1e-5).solve(
      NinePointOperator(coefficients), b,
      preconditioner: ScreenedPoissonSolver(
        shift: Double(shift), height: height, width: width))
    #expect(solution.termination == .converged && solution.iterations == 1)
  }

  @Test func constantsAreScaled() {
    let x = Tensor(repeating: 0.7, shape: [1, 1, 33, 50])
    let result = ScreenedPoissonSolver(shift: 0.25, height: 33, width: 50).apply(x)
    let message = mismatch(
      result, ReferenceTensor(Tensor(repeating: 2.8, shape: x.shape)), Tolerance(absolute: 2e-6))
    #expect(message == nil, "\(message ?? "")")
  }

  @Test func threadsDoNotMatter() {
    var random = RandomNumbers(seed: 2)
    let x = random.normal(shape: [2, 3, 61, 131])
    let solver = ScreenedPoissonSolver(shift: 0.1, height: 61, width: 131)
    let one = withThreadCount(1) { solver.apply(x) }
    for threads in [2, 3] {
      let more = withThreadCount(threads) { solver.apply(x) }
      #expect(byteMismatch(more, one) == nil)
    }
  }
}
