import BurnishTensors

/// An algorithm that finds an image that fits the observed data. Some solvers also use a ``Prior`` on natural images.
public protocol InverseSolver: Sendable {
  /// The number of iterations.
  ///
  /// - Parameter sigma: the standard deviation of the noise, or 0 if there is no noise.
  func iterationCount(sigma: Float) -> Int

  /// Restores an image.
  ///
  /// - Parameters:
  ///   - problem: the problem, for an image in gray or color.
  ///   - shouldStop: called before every iteration; if it returns `true`, the solver returns its current image.
  ///   - observer: called after every iteration with the result so far.
  /// - Throws: any error of `observer`, which stops the restoration.
  func solve(
    _ problem: InverseProblem, shouldStop: () -> Bool,
    observer: (RestorationIteration, Tensor) throws -> Void
  ) rethrows -> RestorationResult
}

extension InverseSolver {
  /// Restores an image without an observer.
  public func solve(_ problem: InverseProblem) -> RestorationResult {
    solve(problem, shouldStop: { false }, observer: { _, _ in })
  }
}
