import BurnishCore

/// The samples outside an image.
public enum BorderMode: Sendable, Hashable {
  case zero
  /// The nearest border pixel, repeated.
  case replicate
  /// The image, repeated.
  case circular
  /// The image mirrored at the centers of its border pixels, which are not repeated. The mirroring repeats.
  case reflect

  /// The row or column of an image for `index`; `nil` for zero.
  func place(_ index: Int, of count: Int) -> Int? {
    switch self {
    case .zero: 0..<count ~= index ? index : nil
    case .replicate: min(max(index, 0), count - 1)
    case .circular: ((index % count) + count) % count
    case .reflect:
      if count == 1 { 0 } else { reflected(index, period: 2 * (count - 1)) }
    }
  }

  private func reflected(_ index: Int, period: Int) -> Int {
    let place = ((index % period) + period) % period
    return min(place, period - place)
  }
}

extension Tensor {
  /// Adds rows and columns around images `[N, C, H, W]`, which must not be empty.
  ///
  /// - Returns: `[N, C, top + H + bottom, left + W + right]`.
  public func padded(by padding: ConvolutionGeometry.Padding, mode: BorderMode) -> Tensor {
    require(self.shape.count == 4, "images [N, C, H, W] were expected, not \(self.shape)")
    if padding == .init(0) { return self }
    let (height, width) = (self.shape[2], self.shape[3])
    let outputHeight = padding.top + height + padding.bottom
    let outputWidth = padding.left + width + padding.right
    let planes = self.shape[0] * self.shape[1]
    return withUnsafeSamples { source in
      Tensor(shape: [self.shape[0], self.shape[1], outputHeight, outputWidth]) { output in
        Parallel.forEachRange(planes * outputHeight, grain: 64) { range in
          for index in range {
            let row = index % outputHeight - padding.top
            let to = output.baseAddress! + index * outputWidth
            guard let place = mode.place(row, of: height) else {
              to.update(repeating: 0, count: outputWidth)
              continue
            }
            let from = source.baseAddress! + (index / outputHeight * height + place) * width
            for x in 0..<padding.left {
              to[x] = mode.place(x - padding.left, of: width).map { from[$0] } ?? 0
            }
            (to + padding.left).update(from: from, count: width)
            for x in padding.left + width..<outputWidth {
              to[x] = mode.place(x - padding.left, of: width).map { from[$0] } ?? 0
            }
          }
        }
      }
    }
  }
}

/// The gradient of ``padded(by:mode:)`` with respect to its input.
///
/// With `.zero`, it is the gradient without its margin. Otherwise, the margin's gradients are added to the pixels
/// that the margin repeats.
package func padGradient(
  _ outputGradient: Tensor, by padding: ConvolutionGeometry.Padding, mode: BorderMode
) -> Tensor {
  guard mode != .zero, padding != .init(0) else { return outputGradient.cropped(by: padding) }
  let shape = outputGradient.shape
  let (paddedHeight, paddedWidth) = (shape[2], shape[3])
  let height = paddedHeight - padding.top - padding.bottom
  let width = paddedWidth - padding.left - padding.right
  let columns = (0..<paddedWidth).map { mode.place($0 - padding.left, of: width)! }
  return outputGradient.withUnsafeSamples { gradient in
    Tensor(shape: [shape[0], shape[1], height, width]) { output in
      output.update(repeating: 0)
      Parallel.forEachRange(shape[0] * shape[1]) { range in
        for plane in range {
          for paddedRow in 0..<paddedHeight {
            let row = mode.place(paddedRow - padding.top, of: height)!
            let to = output.baseAddress! + (plane * height + row) * width
            let from = gradient.baseAddress! + (plane * paddedHeight + paddedRow) * paddedWidth
            for paddedColumn in 0..<paddedWidth {
              to[columns[paddedColumn]] += from[paddedColumn]
            }
          }
        }
      }
    }
  }
}

extension Tensor {
  /// Removes rows and columns from the margin of images `[N, C, H, W]`.
  ///
  /// - Returns: `[N, C, H - top - bottom, W - left - right]`.
  public func cropped(by margin: ConvolutionGeometry.Padding) -> Tensor {
    require(self.shape.count == 4, "images [N, C, H, W] were expected, not \(self.shape)")
    if margin == .init(0) { return self }
    let (height, width) = (self.shape[2], self.shape[3])
    let outputHeight = height - margin.top - margin.bottom
    let outputWidth = width - margin.left - margin.right
    require(
      outputHeight >= 0 && outputWidth >= 0,
      "a margin of \(margin) is larger than an image of \(width)x\(height)")
    let planes = self.shape[0] * self.shape[1]
    return withUnsafeSamples { source in
      Tensor(shape: [self.shape[0], self.shape[1], outputHeight, outputWidth]) { output in
        guard outputWidth > 0 else { return }
        Parallel.forEachRange(planes * outputHeight, grain: 64) { range in
          for index in range {
            let row = index / outputHeight * height + index % outputHeight + margin.top
            (output.baseAddress! + index * outputWidth).update(
              from: source.baseAddress! + row * width + margin.left, count: outputWidth)
          }
        }
      }
    }
  }
}
