// D. Krishnan, R. Fergus, "Fast Image Deconvolution using Hyper-Laplacian Priors", NIPS 2009.
//
// Departures from the paper: the power is 2/3. Conjugate gradients solve its systems, for any borders and holes of
// the degradation. The gradient's two differences in all channels shrink together, as in ``AlternatingMinimization``.

import BurnishFilters
import BurnishSolvers
import BurnishTensors
import Foundation

/// Sharpens images toward few and steep edges. It minimizes `λ/2 ‖D x − B‖² + Σ |∇x|^(2/3)` by alternating
/// minimization with a growing penalty. Results are not clipped.
public struct HyperLaplacianDeconvolution: InverseSolver {
  /// λ for noise of 2.55 with samples in 0...255; it falls with the square of the noise.
  public var weight: Double = 2000
  /// The minimum noise for the computation of λ.
  public var minimumSigma: Float = 0.5
  /// The solver of the systems for the change of the image. In systems for the image itself, brightness dominates the
  /// right-hand side. Relative to that, an unsharpened image would count as the solution.
  var equations = ConjugateGradient(relativeTolerance: 1e-3, maximumIterations: 50)

  public init() {}

  /// β from 1 to 256 by factors of 2 √2, as in the paper.
  private static let betas = (0...5).map { pow(2 * 2.0.squareRoot(), Double($0)) }

  public func iterationCount(sigma: Float) -> Int { Self.betas.count }

  public func solve(
    _ problem: InverseProblem, shouldStop: () -> Bool,
    observer: (RestorationIteration, Tensor) throws -> Void
  ) rethrows -> RestorationResult {
    let ratio = 2.55 / Double(max(problem.sigma, minimumSigma))
    let weight = weight * ratio * ratio
    let degradation = problem.degradation
    let seen = degradation.applyAdjoint(problem.observed)
    var result = RestorationResult(image: problem.start)
    for (index, beta) in Self.betas.enumerated() {
      if shouldStop() { return result }
      let image = result.image
      let error = degradation.apply(image) - problem.observed
      let minimization = AlternatingMinimization(
        penalty: .hyperLaplacian, weight: 1, firstBeta: Float(beta), lastBeta: Float(beta))
      let edges = Self.edges(of: image, minimization)
      let share = beta / weight
      let matrix = NormalOperator(
        degradation, shift: Float(share), times: NormalOperator(ForwardDifferences()))
      let side = seen + edges.forwardDifferencesAdjoint() * Float(share)
      let inverse: any LinearOperator =
        degradation.normalInverse(shift: 1e-4 * share, gradientWeight: share)
        ?? IdentityOperator()
      let added = side - matrix.apply(image)
      let solution = equations.counting(added).solve(matrix, added, preconditioner: inverse)
      result.image = image + solution.x
      // Dividing the energy by λ + 1 makes its weights sum to 1.
      let iteration = RestorationIteration(
        number: index + 1, count: Self.betas.count, priorWeight: 1 / (1 + weight),
        dataResidual: error.dot(error), priorResidual: 2 * minimization.penalty(of: image),
        equationsResidual: solution.relativeResidual,
        decibels: problem.decibels(result.image))
      result.iterations.append(iteration)
      try observer(iteration, result.image)
    }
    result.isComplete = true
    return result
  }

  /// The thresholded differences of neighbors, in the order of ``forwardDifferences()``.
  private static func edges(of image: Tensor, _ minimization: AlternatingMinimization) -> Tensor {
    let channels = image.shape[1]
    let planes = minimization.thresholded(image, beta: minimization.firstBeta).v.split(
      counts: Array(repeating: 1, count: 2 * channels))
    return Tensor.joined(
      (0..<channels).flatMap { [planes[$0], planes[channels + $0]] })
  }

  /// The differences of neighbors, D.
  private struct ForwardDifferences: AdjointOperator {
    func apply(_ x: Tensor) -> Tensor { x.forwardDifferences() }
    func applyAdjoint(_ y: Tensor) -> Tensor { y.forwardDifferencesAdjoint() }
  }
}
