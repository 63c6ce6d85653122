import BurnishCore
import BurnishImages
import BurnishInverse
import BurnishTensors

extension ImageRestorer {
  /// Like ``restoredBlocking(_:subject:truth:truthSubject:observer:problem:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each iteration with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func restored(
    _ image: Image, subject: String = "image",
    progress: (@Sendable (Double) -> Void)? = nil,
    problem: @Sendable (Tensor) throws -> InverseProblem
  ) async throws(Failure) -> RestoredImage {
    try await ComputeQueue.shared.run { () throws(Failure) in
      let report = Cancellation.reporting(progress)
      let observer = Observer(
        shouldStop: { Cancellation.isRequested },
        afterIteration: { iteration, _ in
          report(Double(iteration.number) / Double(iteration.count))
        })
      return try restoredBlocking(image, subject: subject, observer: observer, problem: problem)
    }
  }
}
