import BurnishTensors
import Foundation

/// Multiplies each frequency of images by a real number: a convolution around the borders with a kernel
/// that is its own mirror image.
///
/// Every least-squares problem of a blur around the borders is one such filter; see
/// ``deconvolution(of:height:width:shift:gradientWeight:)``.
public struct SpectralFilter: AdjointOperator {
  public let height: Int
  public let width: Int
  /// The numbers divided by H · W, row by row.
  private let multipliers: [Float]
  private let transform: PlaneTransform

  /// - Parameters:
  ///   - height: of the images.
  ///   - width: of the images.
  ///   - multipliers: H · W numbers, row by row, the same for opposite frequencies.
  private init(transform: PlaneTransform, multipliers: [Float]) {
    (height, width) = (transform.height, transform.width)
    (self.transform, self.multipliers) = (transform, multipliers)
  }

  /// The exact inverse of `K'K + shift + g D'D` on images, K the convolution with a kernel and D the differences
  /// of neighbors around the borders.
  ///
  /// - Parameters:
  ///   - kernel: `[h, w]`, of any size; where its middle stands makes no difference.
  ///   - height: of the images.
  ///   - width: of the images.
  ///   - shift: positive.
  ///   - gradientWeight: g, 0 or more.
  public static func deconvolution(
    of kernel: Tensor, height: Int, width: Int, shift: Double, gradientWeight: Double
  ) -> SpectralFilter {
    precondition(kernel.shape.count == 2, "the shape \(kernel.shape) is not [h, w]")
    precondition(shift > 0 && shift.isFinite, "a shift of \(shift) leaves no inverse")
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

  /// `D'D` of one direction, `2 − 2 cos(2π k / N)` for frequency k.
  private static func gradients(_ length: Int) -> [Double] {
    (0..<length).map { 2 - 2 * cos(2 * .pi * Double($0) / Double(length)) }
  }

  /// - Parameter x: `[N, C, H, W]`.
  /// - Returns: of the shape of `x`.
  public func apply(_ x: Tensor) -> Tensor {
    precondition(
      x.shape.count == 4 && x.shape[2] == height && x.shape[3] == width,
      "a filter of \(width)x\(height) pixels does not go with a tensor of shape \(x.shape)")
    var result = x.plain()
    let (planes, size) = (x.shape[0] * x.shape[1], height * width)
    // Two planes make a complex one, which real numbers that opposite frequencies share keep apart.
    var spare = [Float](repeating: 0, count: planes % 2 * size)
    result.withUnsafeMutableSamples { samples in
      spare.withUnsafeMutableBufferPointer { spare in
        for plane in stride(from: 0, to: planes, by: 2) {
          let real = samples.baseAddress! + plane * size
          let imaginary = plane + 1 < planes ? real + size : spare.baseAddress!
          transform.apply(real, imaginary)
          multiply(real, imaginary)
          // With real and imaginary parts exchanged it is the inverse.
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
