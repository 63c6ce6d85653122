import BurnishCore
import BurnishTensors
import Foundation

/// Multiplies each frequency of images by a real number: a circular convolution with a point-symmetric
/// kernel.
///
/// Each least-squares problem of a circular blur has such a solution; see
/// ``deconvolution(of:height:width:shift:gradientWeight:)``.
public struct SpectralFilter: AdjointOperator {
  public let height: Int
  public let width: Int
  /// The factors divided by H · W, row by row.
  private let multipliers: [Float]
  private let transform: PlaneTransform

  /// - Parameters:
  ///   - transform: a transform of the images' size.
  ///   - multipliers: H · W numbers, row by row, the same for opposite frequencies.
  private init(transform: PlaneTransform, multipliers: [Float]) {
    (height, width) = (transform.height, transform.width)
    (self.transform, self.multipliers) = (transform, multipliers)
  }

  /// The exact inverse of `K'K + shift + g D'D` on images. K is the circular convolution with a kernel; D takes
  /// circular differences of neighbors.
  ///
  /// - Parameters:
  ///   - kernel: `[h, w]`, of any size; the position of its center does not matter.
  ///   - height: the images' height.
  ///   - width: the images' width.
  ///   - shift: positive.
  ///   - gradientWeight: g, 0 or more.
  public static func deconvolution(
    of kernel: Tensor, height: Int, width: Int, shift: Double, gradientWeight: Double
  ) -> SpectralFilter {
    require(kernel.shape.count == 2, "the shape \(kernel.shape) is not [h, w]")
    require(shift > 0 && shift.isFinite, "a shift of \(shift) leaves no inverse")
    let transform = PlaneTransform(height: height, width: width)
    var (real, imaginary) = (
      [Float](repeating: 0, count: height * width), [Float](repeating: 0, count: height * width)
    )
    let kernelColumns = kernel.shape[1]
    for (index, weight) in kernel.values.enumerated() {
      let (y, x) = index.quotientAndRemainder(dividingBy: kernelColumns)
      real[y % height * width + x % width] += weight
    }
    real.withUnsafeMutableBufferPointer { real in
      imaginary.withUnsafeMutableBufferPointer { imaginary in
        transform.apply(real.baseAddress!, imaginary.baseAddress!)
      }
    }
    let count = Double(height * width)
    let (rows, columns) = (gradients(height), gradients(width))
    let multipliers = real.indices.map { index in
      let (a, b) = (Double(real[index]), Double(imaginary[index]))
      let gradient = rows[index / width] + columns[index % width]
      return Float(1 / ((a * a + b * b + shift + gradientWeight * gradient) * count))
    }
    return SpectralFilter(transform: transform, multipliers: multipliers)
  }

  /// The eigenvalues of `D'D` in one direction: `2 − 2 cos(2π k / N)` for frequency k.
  private static func gradients(_ length: Int) -> [Double] {
    (0..<length).map { 2 - 2 * cos(2 * .pi * Double($0) / Double(length)) }
  }

  /// - Parameter x: `[N, C, H, W]`.
  /// - Returns: the filtered images, in the shape of `x`.
  public func apply(_ x: Tensor) -> Tensor {
    require(
      x.shape.count == 4 && x.shape[2] == height && x.shape[3] == width,
      "a filter of \(width)x\(height) pixels does not go with a tensor of shape \(x.shape)")
    var result = x.plain()
    let (planes, size) = (x.shape[0] * x.shape[1], height * width)
    // Two planes make a complex one. Real factors, equal for opposite frequencies, do not mix its parts.
    var spare = [Float](repeating: 0, count: planes % 2 * size)
    result.withUnsafeMutableSamples { samples in
      spare.withUnsafeMutableBufferPointer { spare in
        for plane in stride(from: 0, to: planes, by: 2) {
          let real = samples.baseAddress! + plane * size
          let imaginary = plane + 1 < planes ? real + size : spare.baseAddress!
          transform.apply(real, imaginary)
          multiply(real, imaginary)
          // Exchanged real and imaginary parts make it the inverse.
          transform.apply(imaginary, real)
        }
      }
    }
    return result
  }

  public func applyAdjoint(_ y: Tensor) -> Tensor { apply(y) }

  private func multiply(
    _ real: UnsafeMutablePointer<Float>, _ imaginary: UnsafeMutablePointer<Float>
  ) {
    multipliers.withUnsafeBufferPointer { multipliers in
      let multipliers = multipliers.baseAddress!
      Parallel.forEachRange(height * width, grain: 16384) { range in
        for index in range {
          real[index] *= multipliers[index]
          imaginary[index] *= multipliers[index]
        }
      }
    }
  }
}
