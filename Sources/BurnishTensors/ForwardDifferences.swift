import BurnishCore

extension Tensor {
  /// The differences D of images `[N, C, H, W]`: the right neighbor minus the pixel, and the pixel below minus the
  /// pixel.
  ///
  /// No difference crosses the border. Differences along rows are 0 in the last column, and
  /// differences along columns are 0 in the last row.
  /// - Returns: `[N, 2 C, H, W]`: for each channel, the differences along rows, then along columns.
  ///   The gradient is ``forwardDifferencesAdjoint()``.
  public func forwardDifferences() -> Tensor {
    require(self.shape.count == 4, "images [N, C, H, W] were expected, not \(self.shape)")
    let (height, width) = (self.shape[2], self.shape[3])
    let planes = self.shape[0] * self.shape[1]
    return withUnsafeSamples { source in
      Tensor(shape: [self.shape[0], 2 * self.shape[1], height, width]) { output in
        guard width > 0 else { return }
        Parallel.forEachRange(planes * height, grain: max(1, 8192 / width)) { range in
          for index in range {
            let (plane, y) = index.quotientAndRemainder(dividingBy: height)
            let row = source.baseAddress! + index * width
            let along = output.baseAddress! + (2 * plane * height + y) * width
            let down = along + height * width
            writeForwardDifferences(
              ofRow: row, below: y + 1 < height ? row + width : nil, width: width, along: along,
              down: down)
          }
        }
      }
    }
  }
}

/// Writes the differences of one row of a plane, along it and to the row below. They are 0 across the border.
///
/// - Parameters:
///   - row: `width` samples; at least one.
///   - below: the samples of the next row, or `nil` for the last row.
///   - along: receives `width` differences, and so does `down`.
package func writeForwardDifferences(
  ofRow row: UnsafePointer<Float>, below: UnsafePointer<Float>?, width: Int,
  along: UnsafeMutablePointer<Float>, down: UnsafeMutablePointer<Float>
) {
  for x in 0..<width - 1 { along[x] = row[x + 1] - row[x] }
  along[width - 1] = 0
  if let below {
    for x in 0..<width { down[x] = below[x] - row[x] }
  } else {
    down.update(repeating: 0, count: width)
  }
}

extension Tensor {
  /// The adjoint D' of ``forwardDifferences()``: a negative divergence of differences `[N, 2 C, H, W]`. It ignores
  /// differences across the border.
  ///
  /// - Returns: `[N, C, H, W]`.
  public func forwardDifferencesAdjoint() -> Tensor {
    let shape = self.shape
    require(
      shape.count == 4 && shape[1] % 2 == 0,
      "differences [N, 2 C, H, W] were expected, not \(shape)")
    let (height, width) = (shape[2], shape[3])
    let planes = shape[0] * shape[1] / 2
    return self.withUnsafeSamples { source in
      Tensor(shape: [shape[0], shape[1] / 2, height, width]) { output in
        guard width > 0 else { return }
        Parallel.forEachRange(planes * height, grain: max(1, 8192 / width)) { range in
          for index in range {
            let (plane, y) = index.quotientAndRemainder(dividingBy: height)
            let along = source.baseAddress! + (2 * plane * height + y) * width
            let down = along + height * width
            let row = output.baseAddress! + index * width
            row[0] = width > 1 ? -along[0] : 0
            if width > 1 {
              for x in 1..<width - 1 { row[x] = along[x - 1] - along[x] }
              row[width - 1] = along[width - 2]
            }
            if y + 1 < height { for x in 0..<width { row[x] -= down[x] } }
            if y > 0 {
              let above = down - width
              for x in 0..<width { row[x] += above[x] }
            }
          }
        }
      }
    }
  }
}
