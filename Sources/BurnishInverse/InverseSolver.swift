import BurnishTensors

/// A way to an image that explains what was seen. A solver that knows what natural images look like holds its
/// ``Prior``.
public protocol InverseSolver: Sendable {
  /// How many iterations it takes.
  ///
  /// - Parameter sigma: the standard deviation of the noise, 0 where there is none.
  func iterationCount(sigma: Float) -> Int

  /// Restores an image.
  ///
  /// - Parameters:
  ///   - problem: of an image in gray or color.
  ///   - shouldStop: asked before every iteration; the result is then what the image has become.
  ///   - observer: called after every iteration with the image that would be the result if it were the
  ///     last one.
  /// - Throws: whatever `observer` throws, which ends the work.
  func solve(
    _ problem: InverseProblem, shouldStop: () -> Bool,
    observer: (RestorationIteration, Tensor) throws -> Void
  ) rethrows -> RestorationResult
}

extension InverseSolver {
  /// Restores an image without word of how it goes.
  public func solve(_ problem: InverseProblem) -> RestorationResult {
    solve(problem, shouldStop: { false }, observer: { _, _ in })
  }
}
