import BurnishCore

extension Tensor {
  /// Crops each plane of images `[N, C, H, W]` to a rectangle.
  ///
  /// - Parameters:
  ///   - rows: a range within `0..<H`.
  ///   - columns: a range within `0..<W`.
  /// - Returns: `[N, C, rows.count, columns.count]`.
  public func cropped(rows: Range<Int>, columns: Range<Int>) -> Tensor {
    require(
      self.shape.count == 4 && rows.lowerBound >= 0 && rows.upperBound <= self.shape[2]
        && columns.lowerBound >= 0 && columns.upperBound <= self.shape[3],
      "rows \(rows) and columns \(columns) lie outside of the shape \(self.shape)")
    let (height, width) = (self.shape[2], self.shape[3])
    return withUnsafeSamples { source in
      Tensor(shape: [self.shape[0], self.shape[1], rows.count, columns.count]) { result in
        var index = 0
        for plane in 0..<self.shape[0] * self.shape[1] {
          for y in rows {
            for x in columns {
              result[index] = source[(plane * height + y) * width + x]
              index += 1
            }
          }
        }
      }
    }
  }

  /// Moves samples outside `range` to its ends; NaN stays NaN.
  public func clipped(to range: ClosedRange<Float>) -> Tensor {
    var result = self
    result.withUnsafeMutableSamples { samples in
      for index in samples.indices {
        if samples[index] < range.lowerBound { samples[index] = range.lowerBound }
        if samples[index] > range.upperBound { samples[index] = range.upperBound }
      }
    }
    return result
  }

  /// The middle of images `[N, C, H, W]`.
  ///
  /// - Parameter size: the largest number of rows and columns in the result.
  package func middle(size: Int) -> Tensor {
    func span(_ extent: Int) -> Range<Int> {
      let count = min(extent, size)
      return (extent - count) / 2..<(extent - count) / 2 + count
    }
    return self.cropped(rows: span(self.shape[2]), columns: span(self.shape[3]))
  }
}
