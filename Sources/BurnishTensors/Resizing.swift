import BurnishCore

extension Tensor {
  /// Resizes images `[N, C, H, W]` by bilinear interpolation, without antialiasing. They must not be empty.
  ///
  /// Pixels are squares: the center of output pixel `i` lies at `(i + 1/2) * inputSize / outputSize - 1/2`
  /// in the input (PyTorch's `interpolate` with `align_corners=False`). Outside its borders, the input
  /// has the value of the nearest sample.
  /// - Parameters:
  ///   - height: the output's height in pixels; positive.
  ///   - width: the output's width in pixels; positive.
  /// - Returns: `[N, C, height, width]`.
  public func resizedBilinearly(height: Int, width: Int) -> Tensor {
    resized(self, .init(self.shape, height, width))
  }
}

/// The gradient of ``resizedBilinearly(height:width:)`` with respect to its input.
/// - Parameters:
///   - outputGradient: `[N, C, height, width]`.
///   - inputShape: `[N, C, H, W]`.
package func resizeBilinearGradient(_ outputGradient: Tensor, inputShape: [Int]) -> Tensor {
  let shape = outputGradient.shape
  require(
    shape.count == 4 && inputShape.count == 4 && shape[..<2] == inputShape[..<2],
    "a gradient of shape \(shape) does not fit an input of shape \(inputShape)")
  let axes = ResizingAxes(inputShape, shape[2], shape[3])
  return resized(
    outputGradient, ResizingAxes(rows: axes.rows.transposed(), columns: axes.columns.transposed()))
}

private struct ResizingAxes {
  let rows: InterpolationAxis
  let columns: InterpolationAxis

  init(rows: InterpolationAxis, columns: InterpolationAxis) {
    (self.rows, self.columns) = (rows, columns)
  }

  init(_ shape: [Int], _ height: Int, _ width: Int) {
    require(
      shape.count == 4 && !shape.contains(0) && height > 0 && width > 0,
      "images of shape \(shape) cannot be resized to \(width) x \(height)")
    rows = InterpolationAxis(from: shape[2], to: height)
    columns = InterpolationAxis(from: shape[3], to: width)
  }
}

/// Mixes each output row from input rows, then along the row.
private func resized(_ input: Tensor, _ axes: ResizingAxes) -> Tensor {
  let (rows, columns) = (axes.rows, axes.columns)
  let shape = input.shape
  let outputShape = [shape[0], shape[1], rows.outputCount, columns.outputCount]
  return input.withUnsafeSamples { samples in
    Tensor(shape: outputShape) { output in
      guard let samples = samples.baseAddress, let output = output.baseAddress else { return }
      Parallel.forEachRange(shape[0] * shape[1] * rows.outputCount, grain: 8) { range in
        let mixed = UnsafeMutablePointer<Float>.allocate(capacity: shape[3])
        defer { mixed.deallocate() }
        for index in range {
          let (plane, row) = (index / rows.outputCount, index % rows.outputCount)
          mixed.update(repeating: 0, count: shape[3])
          rows.forEachTap(of: row) { source, weight in
            let line = samples + (plane * shape[2] + source) * shape[3]
            for column in 0..<shape[3] { mixed[column] += weight * line[column] }
          }
          columns.apply(to: mixed, output: output + index * columns.outputCount)
        }
      }
    }
  }
}
