import BurnishCore
import BurnishFilters
import BurnishImages

extension TextureSmoother {
  /// Like ``smoothedBlocking(_:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func smoothed(
    _ image: Image, subject: String = "image",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> Image {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try smoothedBlocking(image, subject: subject, progress: Cancellation.reporting(progress))
    }
  }
}

extension AlternatingMinimization {
  /// Like ``restoredBlocking(_:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func restored(
    _ image: Image, subject: String = "image",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> RestoredImage {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try restoredBlocking(image, subject: subject, progress: Cancellation.reporting(progress))
    }
  }
}
