import BurnishTensors

/// A filter that mixes local steps with global ones, such as the solution of a linear system.
///
/// Tiles with a margin, as in ``Tiling``, would give other results than the whole image. So the filter takes
/// the whole image and tiles only its local steps.
public protocol StagedFilter: Sendable {
  /// Filters the whole image; the result equals the one without tiles up to rounding.
  ///
  /// - Parameters:
  ///   - planes: `[1, C, H, W]`, samples in 0...1; each plane is filtered separately.
  ///   - guide: `[1, 3, H, W]`, samples in 0...1, for a filter that takes a guide.
  ///   - tileSize: the maximum rows and columns of a tile in local steps, without its margin; at least 64.
  ///   - progress: called after each part of the work with the completed share, in 0...1.
  /// - Returns: `[1, C, H, W]`.
  /// - Throws: any error of `progress`, which stops the work.
  func filter(
    _ planes: Tensor, guide: Tensor?, tileSize: Int, progress: (Double) throws -> Void
  ) rethrows -> Tensor
}
