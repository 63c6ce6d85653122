import BurnishCore
import BurnishImages

extension DepthUpsampler {
  /// Like ``upsampledBlocking(_:guide:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func upsampled(
    _ depth: DepthMap, guide: Image, subject: String = "depth map",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> DepthMap {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try upsampledBlocking(
        depth, guide: guide, subject: subject, progress: Cancellation.reporting(progress))
    }
  }
}

extension ClassScoreUpsampler {
  /// Like ``upsampledBlocking(_:guide:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func upsampled(
    _ scores: ClassScores, guide: Image, subject: String = "class scores",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> ClassScores {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try upsampledBlocking(
        scores, guide: guide, subject: subject, progress: Cancellation.reporting(progress))
    }
  }
}

extension ScoreUpsampler {
  /// Like ``upsampledBlocking(_:guide:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func upsampled(
    _ scores: ClassScores, guide: Image, subject: String = "class scores",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> ClassScores {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try upsampledBlocking(
        scores, guide: guide, subject: subject, progress: Cancellation.reporting(progress))
    }
  }
}
