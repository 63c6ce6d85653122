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
  /// - Throws: ``Failure`` of the kind `usage` for other tile sizes.
  public init(_ base: any JointFilter, tileSize: Int? = nil) throws(Failure) {
    try Tiling.check(tileSize: tileSize ?? Tiling.jointSize)
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
  /// - Throws: ``Failure`` of the kind `badData` for other shapes.
  public func filter(
    target: Tensor, guide: Tensor, progress: (Double) -> Void
  ) throws(Failure) -> Tensor {
    try checkPlanes(target.shape, guide: guide.shape)
    let (filter, guide) = base.following(guide)
    if let staged = filter.staged {
      return staged.filter(
        target, guide: guide, tileSize: tiling.tileSize, progress: progress)
    }
    return tiling.assembled(
      shape: target.shape,
      part: { rows, columns in
        filter.filter(
          planes: target.cropped(rows: rows, columns: columns),
          guide: guide.cropped(rows: rows, columns: columns))
      }, progress: progress)
  }

  /// The filtered target, without reports of progress.
  ///
  /// - Throws: ``Failure`` of the kind `badData` for other shapes.
  public func filter(target: Tensor, guide: Tensor) throws(Failure) -> Tensor {
    try filter(target: target, guide: guide) { _ in }
  }
}
