import BurnishCore
import BurnishFilters
import BurnishModels
import BurnishTensors

/// A filter that processes large images in parts, so memory stays bounded.
///
/// Each part is filtered with a margin as wide as the filter's reach, and the margin is dropped.
/// The result therefore equals the result on the whole image, up to rounding. An image no larger
/// than a part is filtered as a whole. A filter with steps over the whole image
/// (``JointFilter/staged``) divides it itself.
public struct TiledFilter: Sendable {
  public let base: any JointFilter
  private let tiling: Tiling

  /// The most rows and columns of a part without its margin.
  public var tileSize: Int { tiling.tileSize }

  /// - Parameter tileSize: at least 64, rounded up to the alignment of `base`; 1024 if `nil`.
  public init(_ base: any JointFilter, tileSize: Int? = nil) {
    self.base = base
    tiling = Tiling(
      tileSize: tileSize ?? Tiling.jointSize, reach: base.reach, alignment: base.alignment)
  }

  /// The filtered target. Each of its planes is filtered separately.
  ///
  /// - Parameters:
  ///   - target: `[1, C, H, W]`, samples in 0...1.
  ///   - guide: `[1, 1, H, W]` for gray or `[1, 3, H, W]`, samples in 0...1.
  ///   - progress: called after each part with the finished share of the work, in 0...1.
  /// - Returns: `[1, C, H, W]`.
  /// - Throws: errors of `progress`, which end the work.
  public func filter(
    target: Tensor, guide: Tensor, progress: (Double) throws -> Void
  ) rethrows -> Tensor {
    let (height, width) = (target.shape[2], target.shape[3])
    require(
      target.shape == [1, target.shape[1], height, width]
        && (guide.shape == [1, 3, height, width] || guide.shape == [1, 1, height, width]),
      "a target of shape \(target.shape) and a guide of shape \(guide.shape) do not go together")
    let (filter, guide) = base.following(guide)
    if let staged = filter.staged {
      return try staged.filter(
        target, guide: guide, tileSize: tiling.tileSize, progress: progress)
    }
    return try tiling.assembled(
      shape: target.shape,
      part: { rows, columns in
        filter.filter(
          planes: target.cropped(rows: rows, columns: columns),
          guide: guide.cropped(rows: rows, columns: columns))
      }, progress: progress)
  }

  /// The filtered target, without reports of progress.
  public func filter(target: Tensor, guide: Tensor) -> Tensor {
    filter(target: target, guide: guide) { _ in }
  }
}
