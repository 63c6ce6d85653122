// Y. Kim, H. Jung, D. Min, K. Sohn, "Deeply Aggregated Alternating Minimization for Image Restoration", 2017,
// section 3.1: the additive form of half-quadratic splitting. With hard thresholds it is the method of
// L. Xu, C. Lu, Y. Xu, J. Jia, "Image Smoothing via L0 Gradient Minimization", 2011; with the power 2/3 that of
// D. Krishnan, R. Fergus, "Fast Image Deconvolution using Hyper-Laplacian Priors", 2009, without a blur.
// Departures from the papers:
// - One length of the gradient for both directions and all colors, under every penalty. Krishnan and
//   Fergus charge each difference by itself.
// - The power 2/3 is solved by Newton's method instead of a table or a formula.
// - Borders mirror the image instead of wrapping it around, so that the linear systems are diagonal in the
//   cosine transform.

import BurnishSolvers
import BurnishTensors

/// Restores an image by minimizing `E(u) = λ/2 ‖u − f‖² + Σ φ(|D u|)`: close to f, with few gradients.
///
/// D takes the differences to the right and to the lower neighbor, 0 beyond the borders. A second variable v
/// stands for `D u` in φ and is bound to it by `β/2 ‖D u − v‖²`. Each iteration sets v to its best, a threshold
/// of the gradients, and then u to its best, by the exact solution of
/// `(λ + β D'D) u = λ f + β D'v`; β grows until the two are all but the same. Neither step can raise the
/// split energy `λ/2 ‖u − f‖² + Σ φ(|v|) + β/2 ‖D u − v‖²` at its β.
public struct AlternatingMinimization: Sendable, Hashable {
  /// φ.
  public var penalty: GradientPenalty
  /// λ, for samples in 0...1: the larger, the closer the image stays to what it was. Positive.
  public var weight: Float
  /// The first β; positive.
  public var firstBeta: Float
  /// What β is multiplied by; above 1.
  public var growth: Float = 2
  /// β does not grow beyond it.
  public var lastBeta: Float
  /// How many iterations there are for each β.
  public var rounds = 1

  public init(penalty: GradientPenalty, weight: Float, firstBeta: Float, lastBeta: Float) {
    self.penalty = penalty
    self.weight = weight
    (self.firstBeta, self.lastBeta) = (firstBeta, lastBeta)
  }

  /// What an iteration did.
  public struct Iteration: Sendable, Hashable {
    /// Counts from 1.
    public var number: Int
    public var beta: Float
    /// The split energy after the threshold, with the image that the iteration began with.
    public var splitEnergyAfterThreshold: Double
    /// The split energy at the iteration's end.
    public var splitEnergy: Double
    /// E of the image at the iteration's end. It may rise while β is small and v is far from `D u`.
    public var energy: Double
    /// `‖b − A u‖ / ‖b‖` of the linear system, computed from the image; 0 where b is 0. The solution is direct:
    /// this is the rounding of single precision, which grows with β where all gradients vanish.
    public var relativeResidual: Double
  }

  public struct Result: Sendable {
    /// `[1, C, H, W]`, not clipped.
    public var image: Tensor
    /// E of the image that was given.
    public var initialEnergy: Double
    public var iterations: [Iteration]

    /// E of ``image``.
    public var energy: Double { iterations.last?.energy ?? initialEnergy }
    /// The greatest of the iterations' residuals.
    public var relativeResidual: Double { iterations.map(\.relativeResidual).max() ?? 0 }
  }

  /// What an observer sees after each iteration.
  public struct Progress: Sendable {
    public let iteration: Iteration
    /// How many iterations there will be.
    public let count: Int
    /// The image at the iteration's end, `[1, C, H, W]`.
    public let image: Tensor
  }

  /// β of each iteration in their order.
  public var betas: [Float] {
    var (betas, beta) = ([Float](), Double(firstBeta))
    // A power of the growth that is to be the last β must not fall to rounding.
    while beta <= Double(lastBeta) * (1 + 1e-6) {
      betas += Array(repeating: Float(beta), count: rounds)
      beta *= Double(growth)
    }
    return betas
  }

  /// The image with less gradients.
  ///
  /// - Parameters:
  ///   - f: `[1, C, H, W]`, samples in 0...1 or thereabouts; all channels share their thresholds.
  ///   - observe: called after each iteration.
  /// - Throws: whatever `observe` throws, which ends the work.
  public func minimize(
    _ f: Tensor, observe: (Progress) throws -> Void
  ) rethrows -> Result {
    precondition(
      f.shape.count == 4 && f.shape[0] == 1 && f.count > 0,
      "an image of shape \(f.shape) is not [1, C, H, W]")
    precondition(
      weight > 0 && weight.isFinite && firstBeta > 0 && growth > 1 && lastBeta.isFinite
        && rounds >= 0,
      "the hyperparameters \(self) are not those of a minimization")
    let betas = betas
    let transform = CosineTransform(height: f.shape[2], width: f.shape[3])
    var u = f.plain()
    let initialEnergy = penalty(of: f)
    var iterations: [Iteration] = []
    iterations.reserveCapacity(betas.count)
    for (index, beta) in betas.enumerated() {
      let (v, penaltyOfV) = thresholded(u, beta: beta)
      let before = state(u, v, f, beta: beta)
      // What is solved for is the change of u, whose rounding shrinks with it.
      let solver = ScreenedPoissonSolver(
        shift: Double(weight) / Double(beta), transform: transform)
      u.accumulate(solver.apply(before.residual), scale: 1 / beta)
      let after = state(u, v, f, beta: beta)
      let iteration = Iteration(
        number: index + 1, beta: beta,
        splitEnergyAfterThreshold: before.sums.quadratic(weight, beta) + penaltyOfV,
        splitEnergy: after.sums.quadratic(weight, beta) + penaltyOfV,
        energy: after.sums.energy(weight),
        relativeResidual: after.sums.relativeResidual)
      iterations.append(iteration)
      try observe(Progress(iteration: iteration, count: betas.count, image: u))
    }
    return Result(image: u, initialEnergy: initialEnergy, iterations: iterations)
  }

  /// The same, unobserved.
  public func minimize(_ f: Tensor) -> Result { minimize(f) { _ in } }

  /// `Σ φ(|D u|)`: E of an image that is its own f.
  package func penalty(of u: Tensor) -> Double {
    let nothing = Tensor(zeros: [1, 2 * u.shape[1], u.shape[2], u.shape[3]])
    return state(u, nothing, u, beta: 1).sums.penalty
  }
}
