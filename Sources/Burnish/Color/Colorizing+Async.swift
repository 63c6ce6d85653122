import BurnishCore
import BurnishImages

extension ImageColorizer {
  /// Like ``colorizedBlocking(_:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func colorized(
    _ photo: Image, subject: String = "image",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> Image {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try colorizedBlocking(photo, subject: subject, progress: Cancellation.reporting(progress))
    }
  }
}

extension ScribbleColorizer {
  /// Like ``colorizedBlocking(_:scribbles:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func colorized(
    _ photo: Image, scribbles: Image, subject: String = "scribbles",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> Result {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try colorizedBlocking(
        photo, scribbles: scribbles, subject: subject, progress: Cancellation.reporting(progress))
    }
  }
}
