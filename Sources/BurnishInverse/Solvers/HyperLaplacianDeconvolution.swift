// D. Krishnan, R. Fergus, "Fast Image Deconvolution using Hyper-Laplacian Priors", NIPS 2009.
//
// Departures from the paper: the power is 2/3, its systems are solved by conjugate gradients for whatever borders
// the blur has, and the gradient's two differences are shrunk together, as ``AlternatingMinimization`` does.

import BurnishFilters
import BurnishSolvers
import BurnishTensors
import Foundation

/// Sharpens pictures toward few and steep edges: the minimum of `λ/2 ‖D x − B‖² + Σ |∇x|^(2/3)`, by alternating
/// minimization with growing penalty.
public struct HyperLaplacianDeconvolution: Sendable {
  /// λ for noise of 2.55 of 255; it falls with the square of the noise.
  public var weight: Double = 2000
  /// The least noise that λ is for.
  public var leastSigma: Float = 0.5
  /// Of the systems.
  var equations = ConjugateGradient(relativeTolerance: 1e-3, maximumIterations: 50)

  public init() {}

  /// - Returns: the picture, in the shape of the problem's start, not clipped.
  public func restored(_ problem: RestorationProblem) -> Tensor {
    let ratio = 2.55 / Double(max(problem.sigma, leastSigma))
    let weight = weight * ratio * ratio
    let degradation = problem.degradation
    let seen = degradation.applyAdjoint(problem.observed)
    var picture = problem.start
    // As in the paper: β from 1 to 256 by 2 √2.
    for step in 0...5 {
      let beta = pow(2 * 2.0.squareRoot(), Double(step))
      let edges = edges(of: picture, beta: Float(beta))
      let share = beta / weight
      let matrix = Matrix(degradation: degradation, share: Float(share))
      let side = seen + forwardDifferencesAdjoint(edges) * Float(share)
      if let inverse = degradation.normalInverse(shift: 1e-4 * share, gradientWeight: share) {
        picture = equations.solve(matrix, side, preconditioner: inverse, from: picture).x
      } else {
        picture = equations.solve(matrix, side, from: picture).x
      }
    }
    return picture
  }

  /// The differences of neighbors that are worth their price, in the order of ``forwardDifferences(_:)``.
  private func edges(of picture: Tensor, beta: Float) -> Tensor {
    let step = AlternatingMinimization(
      penalty: .hyperLaplacian, weight: 1, firstBeta: beta, lastBeta: beta)
    let channels = picture.shape[1]
    let planes = splitChannels(
      step.thresholded(picture, beta: beta).v, counts: Array(repeating: 1, count: 2 * channels))
    return concatenateChannels(
      (0..<channels).flatMap { [planes[$0], planes[channels + $0]] })
  }

  /// `A'A + β/λ D'D`.
  private struct Matrix: LinearOperator {
    let degradation: any PictureOperator
    let share: Float

    func apply(_ x: Tensor) -> Tensor {
      var y = degradation.applyAdjoint(degradation.apply(x))
      y.accumulate(forwardDifferencesAdjoint(forwardDifferences(x)), scale: share)
      return y
    }
  }
}
