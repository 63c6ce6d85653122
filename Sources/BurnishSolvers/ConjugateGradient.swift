import BurnishCore
import BurnishTensors

/// The preconditioned conjugate gradient method for `A x = b`, where A and the preconditioner are
/// symmetric positive definite.
///
/// Vectors are in single precision. Their products are summed in double precision, and the sums do
/// not depend on the number of threads. The recursive residual departs from the true one by rounding.
/// Before the method reports convergence, it computes the true residual. If that is still too large,
/// the method restarts from it.
///
/// M. Hestenes, E. Stiefel, "Methods of Conjugate Gradients for Solving Linear Systems", 1952.
public struct ConjugateGradient: Sendable {
  /// Stop when `‖b − A x‖₂ ≤ relativeTolerance · ‖b‖₂`.
  public var relativeTolerance = 1e-6
  public var maximumIterations = 200

  public init(relativeTolerance: Double = 1e-6, maximumIterations: Int = 200) {
    self.relativeTolerance = relativeTolerance
    self.maximumIterations = maximumIterations
  }

  public struct Solution: Sendable {
    public enum Termination: Sendable {
      /// The residual reached the tolerance.
      case converged
      /// The residual did not reach the tolerance within ``ConjugateGradient/maximumIterations``.
      case iterationLimit
      /// In some direction the matrix or the preconditioner is not positive, or yields NaN; `x` is
      /// the last iterate before that direction.
      case notPositiveDefinite
      /// The right-hand side, the start, or the residual contains NaN, or values whose squares overflow
      /// single precision.
      case notFinite
    }

    public var x: Tensor
    /// The number of directions that the matrix was applied to.
    public var iterations: Int
    /// `‖b − A x‖₂`, computed from `x` at the end.
    public var residualNorm: Double
    /// `‖b − A x‖₂ / ‖b‖₂`, or 0 if b is 0.
    public var relativeResidual: Double
    public var termination: Termination
  }

  /// The state that an observer receives after each iteration.
  public struct Progress: Sendable {
    /// Counts from 1.
    public let iteration: Int
    public let x: Tensor
    /// The norm of the recursive residual.
    public let residualNorm: Double
  }

  /// - Parameters:
  ///   - matrix: A.
  ///   - b: the right-hand side, of any shape that `matrix` takes.
  ///   - preconditioner: an approximation of the inverse of A.
  ///   - initial: the start, in the shape of `b`; zeros if not given.
  ///   - observe: called after each iteration.
  public func solve(
    _ matrix: some LinearOperator, _ b: Tensor,
    preconditioner: some LinearOperator = IdentityOperator(), from initial: Tensor? = nil,
    observe: (Progress) -> Void = { _ in }
  ) -> Solution {
    require(
      initial == nil || initial!.shape == b.shape,
      "a start of shape \(initial!.shape) does not go with a right-hand side of \(b.shape)")
    let scale = norm(b)
    guard scale != 0 else {
      return Solution(
        x: Tensor(zeros: b.shape), iterations: 0, residualNorm: 0, relativeResidual: 0,
        termination: .converged)
    }
    let threshold = relativeTolerance * scale
    var x = initial ?? Tensor(zeros: b.shape)
    var residual = initial == nil ? b : b - matrix.apply(x)
    var residualNorm = norm(residual)
    var residualIsTrue = true
    /// The last direction and its product ⟨residual, preconditioned residual⟩.
    var last: (direction: Tensor, product: Double)?
    var iterations = 0

    func ended(_ termination: Solution.Termination) -> Solution {
      let residualNorm = residualIsTrue ? residualNorm : norm(b - matrix.apply(x))
      return Solution(
        x: x, iterations: iterations, residualNorm: residualNorm,
        relativeResidual: residualNorm / scale, termination: termination)
    }

    while true {
      guard scale.isFinite, residualNorm.isFinite else { return ended(.notFinite) }
      if residualNorm <= threshold {
        if residualIsTrue { return ended(.converged) }
        residual = b - matrix.apply(x)
        residualNorm = norm(residual)
        residualIsTrue = true
        last = nil
        continue
      }
      guard iterations < maximumIterations, !Cancellation.isRequested else {
        return ended(.iterationLimit)
      }
      var direction = preconditioner.apply(residual)
      let product = residual.dot(direction)
      guard product > 0, product.isFinite else { return ended(.notPositiveDefinite) }
      if let last { direction.accumulate(last.direction, scale: Float(product / last.product)) }
      let image = matrix.apply(direction)
      let curvature = direction.dot(image)
      guard curvature > 0, curvature.isFinite else { return ended(.notPositiveDefinite) }
      let step = Float(product / curvature)
      x.accumulate(direction, scale: step)
      residual.accumulate(image, scale: -step)
      residualNorm = norm(residual)
      residualIsTrue = false
      last = (direction, product)
      iterations += 1
      observe(Progress(iteration: iterations, x: x, residualNorm: residualNorm))
    }
  }
}

private func norm(_ x: Tensor) -> Double { x.dot(x).squareRoot() }
