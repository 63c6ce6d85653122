// Y. Kim, H. Jung, D. Min, K. Sohn, "Deeply Aggregated Alternating Minimization for Image Restoration"
// (DeepAM), equation 7. The paper preconditions with an incomplete Cholesky factorization. A multigrid
// cycle reaches the same residual sooner and needs no factorization (Documentation/deepam.md).

import BurnishCore
import BurnishTensors

/// Solves `(Γ + D'D) u = b` on images. Γ is diagonal and positive; D takes forward differences, but
/// none across the border.
///
/// It uses conjugate gradients with a multigrid preconditioner, which it sets up for each image. It
/// solves the images of a batch separately. The threads share the images of a large batch, or the rows
/// of each image. The result's bytes depend neither on the number of threads nor on the batch.
public struct WeightedPoissonSolver: Sendable {
  /// Stop when `‖b − A u‖₂ ≤ relativeTolerance · (‖b‖₂ + ‖A u₀‖₂)`, where u₀ is the start. Without a
  /// start this is the usual rule. With one, the right-hand side alone can be too small to measure
  /// rounding errors. An example is a flat image where Γ is small.
  public var relativeTolerance: Double
  public var maximumIterations: Int

  public init(relativeTolerance: Double = 1e-5, maximumIterations: Int = 60) {
    self.relativeTolerance = relativeTolerance
    self.maximumIterations = maximumIterations
  }

  /// How the solver converged for one image.
  public struct Report: Sendable, Hashable {
    /// The number of directions that the matrix was applied to.
    public var iterations: Int
    /// `‖b − A u‖₂`, computed from u at the end.
    public var residualNorm: Double
    /// The residual norm divided by `‖b‖₂ + ‖A u₀‖₂`, or 0 if that is 0.
    public var relativeResidual: Double
    public var termination: ConjugateGradient.Solution.Termination
  }

  public struct Solution: Sendable {
    /// u, in the shape of the right-hand side; all NaN for an image whose termination is `notFinite`.
    public var u: Tensor
    /// One for each image and channel.
    public var reports: [Report]
  }

  /// - Parameters:
  ///   - gamma: the diagonal of Γ, `[N, C, H, W]`, positive.
  ///   - b: `[N, C, H, W]`.
  ///   - start: the start, `[N, C, H, W]`; zeros if not given.
  public func solve(gamma: Tensor, _ b: Tensor, from start: Tensor? = nil) -> Solution {
    require(
      b.shape.count == 4 && gamma.shape == b.shape && (start == nil || start!.shape == b.shape),
      "Γ of shape \(gamma.shape) and a start of \(start?.shape ?? b.shape) do not go with a right-hand side of \(b.shape)"
    )
    let (planes, height, width) = (b.shape[0] * b.shape[1], b.shape[2], b.shape[3])
    let none = Report(iterations: 0, residualNorm: 0, relativeResidual: 0, termination: .converged)
    var reports = [Report](repeating: none, count: planes)
    guard b.count > 0 else { return Solution(u: b, reports: reports) }
    let count = height * width
    let areSharedOut = planes >= Parallel.threadCount
    var u = start ?? Tensor(zeros: b.shape)
    u.withUnsafeMutableSamples { u in
      let u = u.baseAddress!
      gamma.withUnsafeSamples { gamma in
        b.withUnsafeSamples { b in
          reports.withUnsafeMutableBufferPointer { reports in
            let reports = reports.baseAddress!
            let (gamma, b) = (gamma.baseAddress!, b.baseAddress!)
            func solve(_ images: Range<Int>) {
              ReconstructionIteration.withMemory(height: height, width: width) { memory in
                for image in images {
                  let offset = image * count
                  reports[image] = ReconstructionIteration(
                    gamma: gamma + offset, b: b + offset, u: u + offset, height: height,
                    width: width, isParallel: !areSharedOut, memory: memory
                  ).run(self, isZero: start == nil)
                }
              }
            }
            if areSharedOut {
              Parallel.forEachRange(planes, solve)
            } else {
              solve(0..<planes)
            }
          }
        }
      }
    }
    return Solution(u: u, reports: reports)
  }
}
