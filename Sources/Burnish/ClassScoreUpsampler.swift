import BurnishImages
import BurnishTensors

/// Enlarges class scores under the guidance of the picture that they are of, so that classes end
/// where the picture's objects do.
///
/// Scores are enlarged bilinearly to the picture's size, scaled so that 0...1 spans them all, and
/// each class is filtered by itself; the scale is then undone.
public struct ClassScoreUpsampler: Sendable {
  public let filter: any JointFilter
  /// The most rows and columns that the filter works on at once; larger pictures are worked through
  /// in parts that fit together without a seam, so that memory stays bounded.
  public var tileSize = 1024

  public init(_ filter: any JointFilter) { self.filter = filter }

  /// The scores at the guide's size.
  ///
  /// - Parameters:
  ///   - scores: of any range.
  ///   - guide: gray or colour, samples in 0...1, each side the same whole number of times as large
  ///     as that of `scores`, once at least; its alpha is not looked at.
  ///   - progress: called after each part of the work with the share done, in 0...1.
  /// - Throws: ``Failure`` of the kind `badData` where the sizes do not fit or the guide is not in
  ///   0...1; and whatever `progress` throws, which ends the work.
  public func upsampled(
    _ scores: ClassScores, guide: Image, progress: (Double) throws -> Void = { _ in }
  ) throws -> ClassScores {
    _ = try Self.factor(of: scores, guide: guide)
    let guidance = try guide.guidance()
    let scale = Self.scale(of: scores)
    let target = scale.normalized(
      Self.enlarged(scores.samples, height: guide.height, width: guide.width))
    let refined = try TiledFilter(filter, tileSize: tileSize)
      .filter(target: target, guide: guidance, progress: progress)
    return ClassScores(samples: scale.denormalized(refined))
  }

  /// How many times larger than the scores the guide is.
  ///
  /// - Parameter subject: what a failure names: the scores' file.
  /// - Throws: ``Failure`` of the kind `badData`, with both sizes, where that is not one whole
  ///   number for both sides.
  public static func factor(
    of scores: ClassScores, guide: Image, subject: String = "class scores"
  ) throws(Failure) -> Int {
    let factor = guide.width / scores.width
    guard factor >= 1, guide.width == scores.width * factor,
      guide.height == scores.height * factor
    else {
      throw Failure(
        .badData, subject,
        found: "scores for \(scores.width)x\(scores.height) pixels do not go with a guide of "
          + "\(guide.width)x\(guide.height)",
        wanted: "a guide whose sides are the same whole number of times as large")
    }
    return factor
  }

  /// Bilinear enlargement with half-pixel centres, borders repeated.
  ///
  /// - Parameter scores: `[N, C, h, w]`.
  /// - Returns: `[N, C, height, width]`.
  public static func enlarged(_ scores: Tensor, height: Int, width: Int) -> Tensor {
    resize(scores, height: height, width: width, kernel: .bilinear, dialect: .openCV)
  }

  /// The scale on which a filter sees scores: the least of all classes is 0, the greatest 1.
  public static func scale(of scores: ClassScores) -> NetworkScale {
    NetworkScale(range: minimum(scores.samples)...maximum(scores.samples))
  }
}
