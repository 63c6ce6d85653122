/// A rectangle of each plane.
///
/// - Parameters:
///   - image: `[N, C, H, W]`.
///   - rows: within `0..<H`.
///   - columns: within `0..<W`.
/// - Returns: `[N, C, rows.count, columns.count]`.
public func crop(_ image: Tensor, rows: Range<Int>, columns: Range<Int>) -> Tensor {
  precondition(
    image.shape.count == 4 && rows.lowerBound >= 0 && rows.upperBound <= image.shape[2]
      && columns.lowerBound >= 0 && columns.upperBound <= image.shape[3],
    "rows \(rows) and columns \(columns) lie outside of the shape \(image.shape)")
  let (height, width) = (image.shape[2], image.shape[3])
  return image.withUnsafeSamples { source in
    Tensor(shape: [image.shape[0], image.shape[1], rows.count, columns.count]) { result in
      var index = 0
      for plane in 0..<image.shape[0] * image.shape[1] {
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

/// The samples with those outside of `range` moved to its ends; NaN stays.
public func clipped(_ image: Tensor, to range: ClosedRange<Float>) -> Tensor {
  var result = image
  result.withUnsafeMutableSamples { samples in
    for index in samples.indices {
      if samples[index] < range.lowerBound { samples[index] = range.lowerBound }
      if samples[index] > range.upperBound { samples[index] = range.upperBound }
    }
  }
  return result
}

/// The middle of an image.
///
/// - Parameters:
///   - image: `[N, C, H, W]`.
///   - size: the most rows and columns of the result.
package func middle(of image: Tensor, size: Int) -> Tensor {
  func span(_ extent: Int) -> Range<Int> {
    let count = min(extent, size)
    return (extent - count) / 2..<(extent - count) / 2 + count
  }
  return crop(image, rows: span(image.shape[2]), columns: span(image.shape[3]))
}
