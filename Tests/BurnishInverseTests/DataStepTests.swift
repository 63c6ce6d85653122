import BurnishSolvers
import BurnishTensors
import Testing

@testable import BurnishInverse

/// The image that agrees with the observation and is close to a proposal.
@Suite struct DataStepTests {
  /// The step reports the residual of the data equations, even if the solver stops before convergence.
  @Test(arguments: [3, 100])
  func equationsTellWhatTheyAreLeftWith(limit: Int) throws {
    var random = RandomNumbers(seed: 12)
    let problem = try InverseProblem.composed(
      random.uniform(shape: [1, 3, 14, 17]),
      of: [.blur(.gaussian(standardDeviation: 1.2), border: .replicate), .reduction(factor: 2)],
      sigma: 3)
    let equations = ConjugateGradient(relativeTolerance: 1e-3, maximumIterations: limit)
    let proposal = random.uniform(shape: problem.start.shape)
    let step = problem.dataStep(near: proposal, weight: 1e-3, equations: equations)
    // Computed from the equations in double precision.
    let degradation = problem.degradation
    func residual(_ x: Tensor) -> [Double] {
      let image = degradation.applyAdjoint(problem.observed - degradation.apply(x))
      return zip(image.values, zip(x.values, proposal.values)).map { image, pair in
        Double(image) - 1e-3 * (Double(pair.0) - Double(pair.1))
      }
    }
    func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let wanted = norm(residual(step.image)) / norm(residual(proposal))
    #expect(abs(step.relativeResidual - wanted) < 1e-4)
    #expect((step.relativeResidual > 1e-3) == (limit == 3))
  }
}
