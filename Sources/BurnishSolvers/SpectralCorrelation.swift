import BurnishCore
import BurnishTensors

/// The correlation of every plane with one kernel, by Fourier transform, where the kernel lies inside the plane.
///
/// `y[i, j] = Σ k[a, b] x[i + a, j + b]`, like `correlate(_:with:)`, in a time that does not depend on the kernel. The
/// rounding errors of single precision are proportional to the maximum sample.
public struct SpectralCorrelation: Sendable {
  private let height, width: Int
  private let kernelShape: [Int]
  /// The transform of planes, padded with zeros at the end to a height and width with small factors.
  private let transform: PlaneTransform
  /// The kernel's conjugate transform, divided by the number of frequencies.
  private let real, imaginary: [Float]

  /// - Parameters:
  ///   - kernel: `[h, w]`, not larger than the planes.
  ///   - height: the planes' height.
  ///   - width: the planes' width.
  public init(_ kernel: Tensor, height: Int, width: Int) {
    require(
      kernel.shape.count == 2 && kernel.shape[0] <= height && kernel.shape[1] <= width,
      "a kernel of the shape \(kernel.shape) does not fit into \(width)x\(height) pixels")
    (self.height, self.width, kernelShape) = (height, width, kernel.shape)
    transform = PlaneTransform(height: smooth(from: height), width: smooth(from: width))
    let count = transform.height * transform.width
    var (real, imaginary) = (
      [Float](repeating: 0, count: count), [Float](repeating: 0, count: count)
    )
    for (index, weight) in kernel.values.enumerated() {
      let (y, x) = index.quotientAndRemainder(dividingBy: kernel.shape[1])
      real[y * transform.width + x] = weight
    }
    transform.apply(&real, &imaginary)
    self.real = real.map { $0 / Float(count) }
    self.imaginary = imaginary.map { -$0 / Float(count) }
  }

  /// - Parameter x: `[N, C, H, W]`.
  /// - Returns: `[N, C, H - h + 1, W - w + 1]`.
  public func apply(_ x: Tensor) -> Tensor {
    require(
      x.shape.count == 4 && x.shape[2] == height && x.shape[3] == width,
      "a correlation of \(width)x\(height) pixels does not go with a tensor of shape \(x.shape)")
    let planes = x.shape[0] * x.shape[1]
    let (rows, columns) = (height - kernelShape[0] + 1, width - kernelShape[1] + 1)
    let count = transform.height * transform.width
    return x.withUnsafeSamples { source in
      Tensor(shape: [x.shape[0], x.shape[1], rows, columns]) { target in
        // Two planes make a complex one; a real kernel does not mix its parts.
        for plane in stride(from: 0, to: planes, by: 2) {
          var (a, b) = (
            [Float](repeating: 0, count: count), [Float](repeating: 0, count: count)
          )
          put(plane, of: source, to: &a)
          if plane + 1 < planes { put(plane + 1, of: source, to: &b) }
          filter(&a, &b)
          take(plane, of: target, rows, columns, from: a)
          if plane + 1 < planes { take(plane + 1, of: target, rows, columns, from: b) }
        }
      }
    }
  }

  private func put(_ plane: Int, of source: UnsafeBufferPointer<Float>, to grid: inout [Float]) {
    for row in 0..<height {
      let (from, to) = ((plane * height + row) * width, row * transform.width)
      grid.replaceSubrange(to..<to + width, with: source[from..<from + width])
    }
  }

  private func take(
    _ plane: Int, of target: UnsafeMutableBufferPointer<Float>, _ rows: Int, _ columns: Int,
    from grid: [Float]
  ) {
    for row in 0..<rows {
      let (from, to) = (row * transform.width, (plane * rows + row) * columns)
      _ = target[to..<to + columns].update(fromContentsOf: grid[from..<from + columns])
    }
  }

  private func filter(_ a: inout [Float], _ b: inout [Float]) {
    a.withUnsafeMutableBufferPointer { a in
      b.withUnsafeMutableBufferPointer { b in
        let (a, b) = (a.baseAddress!, b.baseAddress!)
        transform.apply(a, b)
        real.withUnsafeBufferPointer { real in
          imaginary.withUnsafeBufferPointer { imaginary in
            for index in real.indices {
              let (x, y) = (a[index], b[index])
              a[index] = x * real[index] - y * imaginary[index]
              b[index] = x * imaginary[index] + y * real[index]
            }
          }
        }
        // Exchanged real and imaginary parts make it the inverse.
        transform.apply(b, a)
      }
    }
  }
}

/// The smallest number of at least `minimum` without prime factors above 5.
private func smooth(from minimum: Int) -> Int {
  var candidate = minimum
  while true {
    var rest = candidate
    for factor in [2, 3, 5] { while rest % factor == 0 { rest /= factor } }
    if rest == 1 { return candidate }
    candidate += 1
  }
}
