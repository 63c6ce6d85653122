import BurnishCore

/// The squared magnitudes of a plane's discrete Fourier transform.
///
/// - Parameters:
///   - samples: `height` times `width` samples, row by row.
/// - Returns: as many values, row by row, starting at frequency 0 in both directions.
package func powerSpectrum(_ samples: [Float], height: Int, width: Int) -> [Float] {
  require(samples.count == height * width, "\(samples.count) samples of \(width)x\(height)")
  var (real, imaginary) = (samples, [Float](repeating: 0, count: samples.count))
  real.withUnsafeMutableBufferPointer { real in
    imaginary.withUnsafeMutableBufferPointer { imaginary in
      PlaneTransform(height: height, width: width).apply(
        real.baseAddress!, imaginary.baseAddress!)
    }
  }
  return zip(real, imaginary).map { $0 * $0 + $1 * $1 }
}
