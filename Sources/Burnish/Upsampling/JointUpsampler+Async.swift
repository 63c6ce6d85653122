import BurnishCore
import BurnishImages
import BurnishTensors

extension JointUpsampler {
  /// Like ``upsampledBlocking(_:guide:scales:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func upsampled(
    _ planes: Tensor, guide: Image, scales: [NetworkScale]? = nil, subject: String = "target",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> Tensor {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try upsampledBlocking(
        planes, guide: guide, scales: scales, subject: subject,
        progress: Cancellation.reporting(progress))
    }
  }

  /// Like ``upsampledBlocking(_:guide:scalesVectors:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func upsampled(
    _ flow: FlowField, guide: Image, scalesVectors: Bool = true, subject: String = "motion",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> FlowField {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try upsampledBlocking(
        flow, guide: guide, scalesVectors: scalesVectors, subject: subject,
        progress: Cancellation.reporting(progress))
    }
  }

  /// Like ``upsampledBlocking(_:guide:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func upsampled(
    _ heights: HeightMap, guide: Image, subject: String = "heights",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> HeightMap {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try upsampledBlocking(
        heights, guide: guide, subject: subject, progress: Cancellation.reporting(progress))
    }
  }

  /// Like ``upsampledBlocking(mask:guide:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func upsampled(
    mask: Image, guide: Image, subject: String = "mask",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> Image {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try upsampledBlocking(
        mask: mask, guide: guide, subject: subject, progress: Cancellation.reporting(progress))
    }
  }

  /// Like ``upsampledBlocking(chromaticityOf:guide:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func upsampled(
    chromaticityOf colors: Image, guide: Image, subject: String = "colors",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> Image {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try upsampledBlocking(
        chromaticityOf: colors, guide: guide, subject: subject,
        progress: Cancellation.reporting(progress))
    }
  }

  /// Like ``upsampledBlocking(_:guide:subject:progress:)``, without blocking the caller's thread.
  ///
  /// - Parameter progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: as the blocking form does, and ``Failure/canceled`` if the task is canceled.
  @concurrent public func upsampled(
    _ labels: LabelMap, guide: Image, subject: String = "classes",
    progress: (@Sendable (Double) -> Void)? = nil
  ) async throws(Failure) -> LabelMap {
    try await ComputeQueue.shared.run { () throws(Failure) in
      try upsampledBlocking(
        labels, guide: guide, subject: subject, progress: Cancellation.reporting(progress))
    }
  }
}
