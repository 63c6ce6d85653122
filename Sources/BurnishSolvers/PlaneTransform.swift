import BurnishTensors

/// The in-place discrete Fourier transform of a complex plane of any size, in both directions.
///
/// `X(k, l) = Σ x(m, n) exp(−2πi (k m / H + l n / W))`. If you exchange real and imaginary parts before and
/// after, you get the inverse times H · W.
struct PlaneTransform: Sendable {
  let height: Int
  let width: Int
  private let vertical: FourierTransform
  private let horizontal: FourierTransform

  /// The number of sequences that are transformed side by side.
  private static let panel = 8

  init(height: Int, width: Int) {
    (self.height, self.width) = (height, width)
    vertical = FourierTransform(length: height)
    horizontal = FourierTransform(length: width)
  }

  /// - Parameters:
  ///   - real: H · W real parts, row by row.
  ///   - imaginary: H · W imaginary parts, row by row.
  func apply(_ real: UnsafeMutablePointer<Float>, _ imaginary: UnsafeMutablePointer<Float>) {
    map(vertical, across: width, real, imaginary) { $0 * width + $1 }
    map(horizontal, across: height, real, imaginary) { $1 * width + $0 }
  }

  /// Transforms all sequences of one direction.
  ///
  /// - Parameters:
  ///   - count: the number of sequences.
  ///   - place: maps the indices of a sample and its sequence to a memory index.
  @inline(__always)
  private func map(
    _ transform: FourierTransform, across count: Int, _ real: UnsafeMutablePointer<Float>,
    _ imaginary: UnsafeMutablePointer<Float>, place: (_ sample: Int, _ sequence: Int) -> Int
  ) {
    let panels = (count + Self.panel - 1) / Self.panel
    Parallel.forEachRange(panels) { range in
      withUnsafeTemporaryAllocation(of: ComplexLanes.self, capacity: transform.memoryCount) {
        let memory = $0.baseAddress!
        for index in range {
          let first = index * Self.panel
          let lanes = min(Self.panel, count - first)
          for sample in 0..<transform.length {
            var value = ComplexLanes.zero
            for lane in 0..<lanes {
              let place = place(sample, first + lane)
              (value.real[lane], value.imaginary[lane]) = (real[place], imaginary[place])
            }
            memory[sample] = value
          }
          transform.transform(memory)
          for sample in 0..<transform.length {
            let value = memory[sample]
            for lane in 0..<lanes {
              let place = place(sample, first + lane)
              (real[place], imaginary[place]) = (value.real[lane], value.imaginary[lane])
            }
          }
        }
      }
    }
  }
}
