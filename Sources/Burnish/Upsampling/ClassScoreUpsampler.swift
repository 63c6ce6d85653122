import BurnishFilters
import BurnishImages
import BurnishTensors

/// Enlarges class scores under the guidance of their image, so that classes end at the edges of
/// objects.
///
/// Scores are enlarged bilinearly to the image's size and scaled so that all are in 0...1. Each
/// class is filtered separately, and the scale is undone.
public struct ClassScoreUpsampler: Sendable {
  public let filter: any JointFilter
  /// The most rows and columns that the filter processes at once. It processes larger images in
  /// parts that join without a seam, so memory stays bounded.
  public var tileSize = Tiling.jointSize

  public init(_ filter: any JointFilter) { self.filter = filter }

  /// The scores at the guide's size.
  ///
  /// - Parameters:
  ///   - scores: scores in any range.
  ///   - guide: gray or color, levels or light. Each side is the same whole number of times, at
  ///     least once, as large as in `scores`. Its alpha is ignored.
  ///   - subject: the scores' file, named in errors.
  ///   - progress: called after each part of the work with the finished share, in 0...1.
  /// - Throws: ``Failure`` of the kind `badData` if the sizes do not fit, the guide is not light,
  ///   or the scores' range is too large for single precision.
  public func upsampledBlocking(
    _ scores: ClassScores, guide: Image, subject: String = "class scores",
    progress: (Double) -> Void = { _ in }
  ) throws(Failure) -> ClassScores {
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

  /// Bilinear enlargement with half-pixel centers and repeated borders.
  ///
  /// - Parameter scores: `[N, C, h, w]`.
  /// - Returns: `[N, C, height, width]`.
  public static func enlarged(_ scores: Tensor, height: Int, width: Int) -> Tensor {
    scores.resized(height: height, width: width, kernel: .bilinear, dialect: .openCV)
  }

  /// The scale on which a filter sees scores: the minimum of all classes is 0, the maximum is 1.
  ///
  /// - Parameter scores: magnitudes must be far below the largest number of single precision.
  public static func scale(of scores: ClassScores) -> NetworkScale {
    NetworkScale(range: scores.samples.minimum()...scores.samples.maximum())
  }
}
