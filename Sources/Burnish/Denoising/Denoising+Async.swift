import BurnishCore
import BurnishImages

extension ImageDenoiser {
  /// Like ``denoisedBlocking(_:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func denoised(
    _ image: Image, subject: String = "image",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> Image {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try denoisedBlocking(image, subject: subject, progress: Cancellation.reporting(progress))
    }
  }
}

extension GuidedDenoiser {
  /// Like ``denoisedBlocking(_:guide:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func denoised(
    _ image: Image, guide: Image, subject: String = "image",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> Image {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try denoisedBlocking(
        image, guide: guide, subject: subject, progress: Cancellation.reporting(progress))
    }
  }

  /// Like ``denoisedBlocking(_:guide:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func denoised(
    _ depth: DepthMap, guide: Image, subject: String = "depth map",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> DepthMap {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try denoisedBlocking(
        depth, guide: guide, subject: subject, progress: Cancellation.reporting(progress))
    }
  }

  /// Like ``denoisedBlocking(_:guide:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func denoised(
    _ heights: HeightMap, guide: Image, subject: String = "heights",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> HeightMap {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try denoisedBlocking(
        heights, guide: guide, subject: subject, progress: Cancellation.reporting(progress))
    }
  }
}
