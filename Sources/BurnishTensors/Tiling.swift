import BurnishCore

/// Processes a large image in parts to limit memory.
///
/// Each part is processed with a margin that is dropped from its result, so that parts join
/// without seams. An image no larger than a part is processed as a whole.
package struct Tiling: Sendable {
  /// The largest number of rows and columns of a part without its margin.
  package let tileSize: Int
  private let margin: Int

  /// The usual size for filters with a guide, and for networks that take one image and hold more maps at once.
  package static let jointSize = 1024, imageSize = 512

  /// - Parameters:
  ///   - tileSize: at least 64; it is rounded up to a multiple of the alignment.
  ///   - reach: the distance over which a result depends on samples, in rows and columns.
  ///   - alignment: parts start at multiples of this.
  package init(tileSize: Int, reach: Int, alignment: Int) {
    require(tileSize >= 64, "a tile size of \(tileSize) is below 64")
    self.tileSize = roundUp(tileSize, to: alignment)
    margin = roundUp(reach, to: alignment)
  }

  /// Asks for a tile size that a user may choose: 64 or more, and so small that sums with margins do not overflow.
  ///
  /// - Throws: ``Failure`` of the kind `usage` for others.
  @inline(never)
  package static func check(tileSize: Int) throws(Failure) {
    guard (64...1 << 30).contains(tileSize) else {
      throw Failure(.usage, "tile size", found: "\(tileSize)", wanted: "64 to \(1 << 30)")
    }
  }

  /// Assembles the whole result, `[N, C, H, W]`, from the results of its parts.
  ///
  /// - Parameters:
  ///   - shape: `[N, C, H, W]`.
  ///   - part: computes the result for the given rows and columns, with N images of C channels.
  ///   - progress: called after each part with the share of finished work, in 0...1.
  /// - Throws: any error of `part` or `progress`, which ends the work.
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
      for (other, column) in columns.enumerated() where !Cancellation.isRequested {
        paste(
          try part(row.padded, column.padded), into: &result, row: row, column: column)
        try progress(Double(index * columns.count + other + 1) / Double(rows.count * columns.count))
      }
    }
    return result
  }

  /// A part of one axis.
  private struct Span {
    /// The range whose result is kept.
    let kept: Range<Int>
    /// The range that is processed.
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

/// The smallest multiple of `step` that is at least `value`.
private func roundUp(_ value: Int, to step: Int) -> Int { (value + step - 1) / step * step }
