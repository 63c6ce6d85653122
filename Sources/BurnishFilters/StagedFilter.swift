import BurnishTensors

/// A filter in which steps that see the whole image, such as the solution of a system, stand between steps that see
/// only what is near.
///
/// Parts of an image with a margin, as ``Tiling`` has them, would differ from the whole. So such a filter is given the
/// whole image, and cuts it for its near steps alone.
public protocol StagedFilter: Sendable {
  /// The result of the whole image; the same as without parts, up to rounding.
  ///
  /// - Parameters:
  ///   - planes: `[1, C, H, W]`, samples in 0...1, each filtered by itself.
  ///   - guide: `[1, 3, H, W]`, samples in 0...1, for a filter that takes one.
  ///   - tileSize: the most rows and columns that near steps work on at once, without their margin; 64 at least.
  ///   - progress: called after each part of the work with the share done, in 0...1.
  /// - Returns: `[1, C, H, W]`.
  /// - Throws: whatever `progress` throws, which ends the work.
  func filter(
    _ planes: Tensor, guide: Tensor?, tileSize: Int, progress: (Double) throws -> Void
  ) rethrows -> Tensor
}
