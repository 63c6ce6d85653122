import BurnishFilters
import BurnishImages
import BurnishTensors

/// Enlarges class scores under the guidance of the image that they are of, so that classes end
/// where the image's objects do.
///
/// Scores are enlarged bilinearly to the image's size, scaled so that 0...1 spans them all, and
/// each class is filtered by itself; the scale is then undone.
public struct ClassScoreUpsampler: Sendable {
  public let filter: any JointFilter
  /// The most rows and columns that the filter processes at once. It processes larger images in
  /// parts that join without a seam, so memory stays bounded.
  public var tileSize = 1024

  public init(_ filter: any JointFilter) { self.filter = filter }

  /// The scores at the guide's size.
  ///
  /// - Parameters:
  ///   - scores: of any range.
  ///   - guide: gray or color, levels or light, each side the same whole number of times as large
  ///     as that of `scores`, once at least; its alpha is ignored.
  ///   - subject: the scores' file, named in errors.
  ///   - progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: ``Failure`` of the kind `badData` where the sizes do not fit, the guide is no light,
  ///   or scores span more than single precision can scale; and errors of `progress`, which end the
  ///   work.
  public func upsampled(
    _ scores: ClassScores, guide: Image, subject: String = "class scores",
    progress: (Double) throws -> Void = { _ in }
  ) throws -> ClassScores {
    _ = try JointUpsampler.factor(
      width: scores.width, height: scores.height, guide: guide, subject: subject)
    let guidance = try guide.guidance()
    let scale = try NetworkScale(spanning: scores.samples, subject: subject)
    let target = scale.normalized(
      Self.enlarged(scores.samples, height: guide.height, width: guide.width))
    let refined = try TiledFilter(filter, tileSize: tileSize)
      .filter(target: target, guide: guidance, progress: progress)
    return ClassScores(samples: scale.denormalized(refined))
  }

  /// Bilinear enlargement with half-pixel centers, borders repeated.
  ///
  /// - Parameter scores: `[N, C, h, w]`.
  /// - Returns: `[N, C, height, width]`.
  public static func enlarged(_ scores: Tensor, height: Int, width: Int) -> Tensor {
    scores.resized(height: height, width: width, kernel: .bilinear, dialect: .openCV)
  }

  /// The scale on which a filter sees scores: the least of all classes is 0, the greatest 1.
  ///
  /// - Parameter scores: of magnitudes that single precision can scale, far below its greatest number.
  public static func scale(of scores: ClassScores) -> NetworkScale {
    NetworkScale(range: scores.samples.minimum()...scores.samples.maximum())
  }
}
