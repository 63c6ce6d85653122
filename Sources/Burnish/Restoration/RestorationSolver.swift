import BurnishInverse
import BurnishTensors

/// A way to the picture that is natural by a prior and explains what was seen.
public protocol RestorationSolver: Sendable {
  /// How many iterations it takes.
  ///
  /// - Parameter sigma: the standard deviation of the noise, 0 where there is none.
  func iterationCount(sigma: Float) -> Int

  /// Restores a picture.
  ///
  /// - Parameters:
  ///   - problem: of a picture in gray or color.
  ///   - prior: what natural pictures look like.
  ///   - shouldStop: asked before every iteration; the result is then what the picture has become.
  ///   - observer: called after every iteration with the picture that would be the result if it were the
  ///     last one.
  /// - Throws: whatever `observer` throws, which ends the work.
  func restored(
    _ problem: RestorationProblem, prior: AutoencodingPrior, shouldStop: () -> Bool,
    observer: (RestorationIteration, Tensor) throws -> Void
  ) rethrows -> RestorationResult
}

extension RestorationSolver {
  /// Restores a picture without word of how it goes.
  public func restored(
    _ problem: RestorationProblem, prior: AutoencodingPrior
  ) -> RestorationResult {
    restored(problem, prior: prior, shouldStop: { false }, observer: { _, _ in })
  }
}

/// What an iteration started from and came to. Squares are of samples in 0...1, sums over all samples.
public struct RestorationIteration: Sendable, Hashable {
  /// From 1 on.
  public let number: Int
  /// How many there are to be.
  public let count: Int
  /// The weight of the prior, w; that of the data is `1 − w`.
  public let priorWeight: Double
  /// `‖D I − B‖²`, of the degradation D, what was seen, B, and the picture I at the start of the iteration.
  public let dataResidual: Double
  /// `‖A(I + n) − I‖²`, of the autoencoder A, with this iteration's noise.
  public let priorResidual: Double
  /// The norm of what the equations of the data's part were left with, of that of their right-hand side, where they
  /// are solved: 1e-3 where conjugate gradients came to their end, more where they were stopped. `nil` for descents.
  public var equationsResidual: Double?
  /// The peak signal-to-noise ratio of what came of it, in decibels, where the truth is known.
  public var decibels: Double?

  /// `((1 − w) ‖D I − B‖² + w ‖A(I + n) − I‖²) / 2`. Where a degradation leaves borders that nobody saw, descents
  /// lower the prior's part of the interior alone. Energies of different w cannot be compared.
  public var energy: Double {
    ((1 - priorWeight) * dataResidual + priorWeight * priorResidual) / 2
  }
}

/// What became of a picture.
public struct RestorationResult: Sendable {
  /// `[1, C, H, W]`, samples in 0...1.
  public var picture: Tensor
  public var iterations: [RestorationIteration]
  /// Whether all iterations were taken, and not the work ended before.
  public var isComplete: Bool
}
