import BurnishTensors

/// A filter that works through a large image in parts, so that memory stays bounded.
///
/// Each part is filtered with a margin as wide as the filter's reach and the margin is dropped, so
/// that the result is that of the whole image up to rounding; an image no larger than a part is
/// filtered as it is.
public struct TiledFilter: Sendable {
  public let base: any JointFilter
  /// The most rows and columns of a part without its margin.
  public let tileSize: Int

  /// - Parameter tileSize: at least 64; it is rounded up to the alignment of `base`.
  public init(_ base: any JointFilter, tileSize: Int = 1024) {
    precondition(tileSize >= 64, "a tile size of \(tileSize) is below 64")
    self.base = base
    self.tileSize = roundUp(tileSize, to: base.alignment)
  }

  /// The filtered target, each of its planes by itself.
  ///
  /// - Parameters:
  ///   - target: `[1, C, H, W]`, samples in 0...1.
  ///   - guide: `[1, 3, H, W]`, samples in 0...1.
  ///   - progress: called after each part with the share of the work done, in 0...1.
  /// - Returns: `[1, C, H, W]`.
  /// - Throws: whatever `progress` throws, which ends the work.
  public func filter(
    target: Tensor, guide: Tensor, progress: (Double) throws -> Void
  ) rethrows -> Tensor {
    let (height, width) = (target.shape[2], target.shape[3])
    precondition(
      target.shape == [1, target.shape[1], height, width] && guide.shape == [1, 3, height, width],
      "a target of shape \(target.shape) and a guide of shape \(guide.shape) do not go together")
    if height <= tileSize && width <= tileSize {
      let result = base.filter(planes: target, guide: guide)
      try progress(1)
      return result
    }
    let margin = roundUp(base.reach, to: base.alignment)
    let (rows, columns) = (tiles(height, margin: margin), tiles(width, margin: margin))
    var result = Tensor(zeros: target.shape)
    for (index, row) in rows.enumerated() {
      for (other, column) in columns.enumerated() {
        let part = base.filter(
          planes: crop(target, rows: row.padded, columns: column.padded),
          guide: crop(guide, rows: row.padded, columns: column.padded))
        paste(part, into: &result, row: row, column: column)
        try progress(Double(index * columns.count + other + 1) / Double(rows.count * columns.count))
      }
    }
    return result
  }

  /// The filtered target, without word of the progress.
  public func filter(target: Tensor, guide: Tensor) -> Tensor {
    filter(target: target, guide: guide) { _ in }
  }

  /// A part of one axis.
  private struct Span {
    /// The part whose result is kept.
    let kept: Range<Int>
    /// The part that is filtered.
    let padded: Range<Int>
  }

  private func tiles(_ extent: Int, margin: Int) -> [Span] {
    stride(from: 0, to: extent, by: tileSize).map { start in
      let end = min(start + tileSize, extent)
      return Span(
        kept: start..<end, padded: max(0, start - margin)..<min(extent, end + margin))
    }
  }

  private func paste(_ part: Tensor, into result: inout Tensor, row: Span, column: Span) {
    let (planes, height, width) = (result.shape[1], result.shape[2], result.shape[3])
    result.withUnsafeMutableSamples { result in
      part.withUnsafeSamples { part in
        for plane in 0..<planes {
          for y in row.kept {
            let line = plane * row.padded.count + y - row.padded.lowerBound
            let source = line * column.padded.count - column.padded.lowerBound
            let target = (plane * height + y) * width
            for x in column.kept { result[target + x] = part[source + x] }
          }
        }
      }
    }
  }
}

/// The least multiple of `step` that is not below `value`.
private func roundUp(_ value: Int, to step: Int) -> Int { (value + step - 1) / step * step }
