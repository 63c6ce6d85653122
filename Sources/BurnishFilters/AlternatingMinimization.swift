// Y. Kim, H. Jung, D. Min, K. Sohn, "Deeply Aggregated Alternating Minimization for Image Restoration", 2017,
// section 3.1: the additive form of half-quadratic splitting. With hard thresholds, it is the method of
// L. Xu, C. Lu, Y. Xu, J. Jia, "Image Smoothing via L0 Gradient Minimization", 2011. With the power 2/3 and
// no blur, it is D. Krishnan, R. Fergus, "Fast Image Deconvolution using Hyper-Laplacian Priors", 2009.
// Departures from the papers:
// - Every penalty uses one gradient length for both directions and all colors. Krishnan and Fergus penalize
//   each difference separately.
// - Newton's method solves the power 2/3 instead of a table or a formula.
// - Borders mirror the image instead of wrapping around, so the cosine transform diagonalizes the linear
//   systems.

import BurnishCore
import BurnishSolvers
import BurnishTensors

/// Restores an image by minimizing `E(u) = λ/2 ‖u − f‖² + Σ φ(|D u|)`: close to f, with few gradients.
///
/// D takes the differences to the right and lower neighbors, 0 at the borders. A second variable v replaces
/// `D u` in φ, and `β/2 ‖D u − v‖²` couples the two. Each iteration first minimizes over v by thresholding
/// the gradients. Then it minimizes over u by solving `(λ + β D'D) u = λ f + β D'v` exactly. β grows until v
/// and `D u` are almost equal. For a fixed β, neither step can raise the split energy
/// `λ/2 ‖u − f‖² + Σ φ(|v|) + β/2 ‖D u − v‖²`.
public struct AlternatingMinimization: Sendable, Hashable {
  /// φ.
  public var penalty: GradientPenalty
  /// λ, positive, for samples in 0...1. A larger value keeps the result closer to the input.
  public var weight: Float
  /// The first β; positive.
  public var firstBeta: Float
  /// The factor between consecutive β; above 1.
  public var growth: Float = 2
  /// The upper limit of β.
  public var lastBeta: Float
  /// The number of iterations for each β.
  public var rounds = 1

  public init(penalty: GradientPenalty, weight: Float, firstBeta: Float, lastBeta: Float) {
    self.penalty = penalty
    self.weight = weight
    (self.firstBeta, self.lastBeta) = (firstBeta, lastBeta)
  }

  /// A report on one iteration.
  public struct Iteration: Sendable, Hashable {
    /// Counts from 1.
    public var number: Int
    public var beta: Float
    /// The split energy after the threshold, with the image from the start of the iteration.
    public var splitEnergyAfterThreshold: Double
    /// The split energy at the end of the iteration.
    public var splitEnergy: Double
    /// E of the image at the end of the iteration. It may rise while β is small and v is far from `D u`.
    public var energy: Double
    /// `‖b − A u‖ / ‖b‖` of the linear system, computed from the image, or 0 if b is 0. The solver is direct, so
    /// this only measures single-precision rounding, which grows with β where all gradients vanish.
    public var relativeResidual: Double
  }

  public struct Result: Sendable {
    /// `[1, C, H, W]`, not clipped.
    public var image: Tensor
    /// E of the input image.
    public var initialEnergy: Double
    public var iterations: [Iteration]

    /// E of ``image``.
    public var energy: Double { iterations.last?.energy ?? initialEnergy }
    /// The maximum of the iterations' residuals.
    public var relativeResidual: Double { iterations.map(\.relativeResidual).max() ?? 0 }
  }

  /// The state that an observer receives after each iteration.
  public struct Progress: Sendable {
    public let iteration: Iteration
    /// The total number of iterations.
    public let count: Int
    /// The image at the end of the iteration, `[1, C, H, W]`.
    public let image: Tensor
  }

  /// β of each iteration, in order.
  public var betas: [Float] {
    guard firstBeta > 0, growth > 1, lastBeta.isFinite, rounds > 0 else { return [] }
    var (betas, beta) = ([Float](), Double(firstBeta))
    // Tolerate rounding, so that a power of the growth equal to the last β is included.
    while beta <= Double(lastBeta) * (1 + 1e-6) {
      betas += Array(repeating: Float(beta), count: rounds)
      beta *= Double(growth)
    }
    return betas
  }

  /// Minimizes E and returns the image with its iterations.
  ///
  /// - Parameters:
  ///   - f: `[1, C, H, W]`, samples approximately in 0...1; all channels share thresholds.
  ///   - observe: called after each iteration.
  /// - Throws: ``Failure`` of the kind `badData` for another shape, and `usage` for hyperparameters out of their ranges.
  public func minimize(_ f: Tensor, observe: (Progress) throws -> Void) throws -> Result {
    guard f.shape.count == 4, f.shape[0] == 1, f.count > 0 else {
      throw Failure(
        .badData, "image", found: "the shape \(f.shape)", wanted: "[1, C, H, W] without a 0")
    }
    guard weight > 0, weight.isFinite, firstBeta > 0, growth > 1, lastBeta.isFinite, rounds >= 0
    else {
      throw Failure(
        .usage, "minimization", found: "the hyperparameters \(self)",
        wanted: "positive numbers, and a growth above 1")
    }
    let betas = betas
    let transform = CosineTransform(height: f.shape[2], width: f.shape[3])
    var u = f.plain()
    let initialEnergy = penalty(of: f)
    var iterations: [Iteration] = []
    iterations.reserveCapacity(betas.count)
    for (index, beta) in betas.enumerated() where !Cancellation.isRequested {
      let (v, penaltyOfV) = thresholded(u, beta: beta)
      let before = state(u, v, f, beta: beta)
      // Solve for the change of u, because its rounding error shrinks with it.
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

  /// Minimizes E without an observer.
  ///
  /// - Throws: ``Failure``, like ``minimize(_:observe:)``.
  public func minimize(_ f: Tensor) throws(Failure) -> Result {
    try minimize(f, reporting: { _ in })
  }

  /// Like ``minimize(_:observe:)``, with an observer that never stops the minimization.
  package func minimize(
    _ f: Tensor, reporting report: (Progress) -> Void
  ) throws(Failure) -> Result {
    do {
      return try minimize(f, observe: { report($0) })
    } catch let failure as Failure {
      throw failure
    } catch {
      fatalError("an observer that throws nothing threw \(error)")
    }
  }

  /// `Σ φ(|D u|)`, which is E for f = u.
  package func penalty(of u: Tensor) -> Double {
    let nothing = Tensor(zeros: [1, 2 * u.shape[1], u.shape[2], u.shape[3]])
    return state(u, nothing, u, beta: 1).sums.penalty
  }
}
