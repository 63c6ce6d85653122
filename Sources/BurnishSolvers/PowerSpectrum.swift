/// The squared magnitudes of a plane's discrete Fourier transform.
///
/// - Parameters:
///   - samples: row by row, `height` times `width`.
/// - Returns: likewise, from frequency 0 on in both directions.
package func powerSpectrum(_ samples: [Float], height: Int, width: Int) -> [Float] {
  precondition(samples.count == height * width, "\(samples.count) samples of \(width)x\(height)")
  var (real, imaginary) = (samples, [Float](repeating: 0, count: samples.count))
  real.withUnsafeMutableBufferPointer { real in
    imaginary.withUnsafeMutableBufferPointer { imaginary in
      PlaneTransform(height: height, width: width).apply(
        real.baseAddress!, imaginary.baseAddress!)
    }
  }
  return zip(real, imaginary).map { $0 * $0 + $1 * $1 }
}
