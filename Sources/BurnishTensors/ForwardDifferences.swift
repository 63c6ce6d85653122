extension Tensor {
  /// The differences of each pixel's right neighbor and of the one below from the pixel: D.
  /// The tensor is `[N, C, H, W]`.
  ///
  /// Across the border there is no difference: those of the last column along rows, and those of the
  /// last row along columns, are 0.
  /// - Returns: `[N, 2 C, H, W]`; for each channel the differences along rows, then those along columns.
  ///   The gradient is ``forwardDifferencesAdjoint()``.
  public func forwardDifferences() -> Tensor {
    precondition(self.shape.count == 4, "images [N, C, H, W] were expected, not \(self.shape)")
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

/// The differences of one row of a plane: along it, and to the row below; 0 where there is none.
///
/// - Parameters:
///   - row: `width` samples, one at least.
///   - below: those of the next row.
///   - along: receives `width` differences, as does `down`.
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
  /// The adjoint D' of ``forwardDifferences()``: minus a divergence. Differences across the border are
  /// not looked at.
  /// The tensor is `[N, 2 C, H, W]`.
  ///
  /// - Returns: `[N, C, H, W]`.
  public func forwardDifferencesAdjoint() -> Tensor {
    let shape = self.shape
    precondition(
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
