/// A way through a large image in parts, so that memory stays bounded.
///
/// Each part is worked on with a margin, which is dropped from its result, so that parts fit together
/// without a seam; an image no larger than a part is worked on as it is.
package struct Tiling: Sendable {
  /// The most rows and columns of a part without its margin.
  package let tileSize: Int
  private let margin: Int

  /// - Parameters:
  ///   - tileSize: 64 at least; is rounded up to the alignment.
  ///   - reach: how far a result depends on samples, in rows and columns.
  ///   - alignment: the multiples at which parts may start.
  package init(tileSize: Int, reach: Int, alignment: Int) {
    precondition(tileSize >= 64, "a tile size of \(tileSize) is below 64")
    self.tileSize = roundUp(tileSize, to: alignment)
    margin = roundUp(reach, to: alignment)
  }

  /// The result of the whole, `[N, C, H, W]`, from those of its parts.
  ///
  /// - Parameters:
  ///   - shape: `[N, C, H, W]`.
  ///   - part: the result for the part in the given rows and columns, with N images of C channels.
  ///   - progress: called after each part with the share of the work done, in 0...1.
  /// - Throws: whatever `part` or `progress` throws, which ends the work.
  package func assembled(
    shape: [Int], part: (_ rows: Range<Int>, _ columns: Range<Int>) throws -> Tensor,
    progress: (Double) throws -> Void
  ) rethrows -> Tensor {
    let (height, width) = (shape[2], shape[3])
    if height <= tileSize && width <= tileSize {
      let result = try part(0..<height, 0..<width)
      try progress(1)
      return result
    }
    let (rows, columns) = (spans(of: height), spans(of: width))
    var result = Tensor(zeros: shape)
    for (index, row) in rows.enumerated() {
      for (other, column) in columns.enumerated() {
        paste(
          try part(row.padded, column.padded), into: &result, row: row, column: column)
        try progress(Double(index * columns.count + other + 1) / Double(rows.count * columns.count))
      }
    }
    return result
  }

  /// A part of one axis.
  private struct Span {
    /// The part whose result is kept.
    let kept: Range<Int>
    /// The part that is worked on.
    let padded: Range<Int>
  }

  private func spans(of extent: Int) -> [Span] {
    stride(from: 0, to: extent, by: tileSize).map { start in
      let end = min(start + tileSize, extent)
      return Span(
        kept: start..<end, padded: max(0, start - margin)..<min(extent, end + margin))
    }
  }

  private func paste(_ part: Tensor, into result: inout Tensor, row: Span, column: Span) {
    let planes = result.shape[0] * result.shape[1]
    let (height, width) = (result.shape[2], result.shape[3])
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
