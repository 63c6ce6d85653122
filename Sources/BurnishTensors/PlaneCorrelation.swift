import BurnishCore

extension Tensor {
  /// Correlates every plane of images `[N, C, H, W]` with one kernel, only where the kernel lies inside the plane.
  ///
  /// `y[i, j] = Σ k[a, b] x[i + a, j + b]`. Zero weights, which are common in motion kernels, cost nothing.
  /// - Parameter kernel: `[h, w]`, no larger than a plane.
  /// - Returns: `[N, C, H - h + 1, W - w + 1]`.
  public func correlated(with kernel: Tensor) -> Tensor {
    require(
      self.shape.count == 4 && kernel.shape.count == 2,
      "images [N, C, H, W] and a kernel [h, w] were expected, not \(self.shape) and \(kernel.shape)"
    )
    let (height, width) = (self.shape[2], self.shape[3])
    let (rows, columns) = (height - kernel.shape[0] + 1, width - kernel.shape[1] + 1)
    require(
      rows > 0 && columns > 0,
      "a kernel of \(kernel.shape[1])x\(kernel.shape[0]) does not fit into \(width)x\(height) pixels"
    )
    let planes = self.shape[0] * self.shape[1]
    // The taps as offsets within a plane, so the loops below skip nothing.
    let taps = kernel.values.enumerated().filter { $0.element != 0 }.map { index, weight in
      (offset: index / kernel.shape[1] * width + index % kernel.shape[1], weight: weight)
    }
    return withUnsafeSamples { source in
      Tensor(shape: [self.shape[0], self.shape[1], rows, columns]) { output in
        Parallel.forEachRange(planes * rows, grain: max(1, 16384 / (columns * max(1, taps.count))))
        {
          range in
          for index in range {
            let (plane, row) = index.quotientAndRemainder(dividingBy: rows)
            let from = source.baseAddress! + (plane * height + row) * width
            let to = output.baseAddress! + index * columns
            to.update(repeating: 0, count: columns)
            for tap in taps {
              let shifted = from + tap.offset
              for x in 0..<columns { to[x] += tap.weight * shifted[x] }
            }
          }
        }
      }
    }
  }
}
