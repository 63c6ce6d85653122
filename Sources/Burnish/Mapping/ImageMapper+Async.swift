import BurnishCore
import BurnishImages

extension ImageMapper {
  /// Like ``mappedBlocking(_:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func mapped(
    _ image: Image, subject: String = "image",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> Image {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try mappedBlocking(image, subject: subject, progress: Cancellation.reporting(progress))
    }
  }
}
