// G. Chen, F. Zhu, P. A. Heng, "An Efficient Statistical Method for Image Noise Level Estimation",
// ICCV 2015.
//
// Departures from the paper: each color is estimated separately, and large images use an evenly
// spaced subset of the patches.

import BurnishCore
import BurnishSolvers
import BurnishTensors

/// Estimates the strength of white Gaussian noise in an image.
///
/// Small patches of a noise-free image lie close to a subspace of few dimensions. The other dimensions
/// hold only noise, so most eigenvalues of the patches' covariance are close to the noise variance. The
/// largest eigenvalues contain the image. The estimator removes them until the mean and the median of
/// the others agree.
public struct NoiseEstimator: Sendable {
  /// The height and width of a patch.
  public var patchSize = 8
  /// The maximum number of patches. If there are more, the estimator takes an evenly spaced subset.
  public var maximumPatchCount = 200_000

  public init() {}

  /// Whether an image of shape `[1, C, H, W]` has at least as many patches as a patch has pixels.
  public func holdsEnough(_ shape: [Int]) -> Bool {
    let (rows, columns) = (shape[2] - patchSize + 1, shape[3] - patchSize + 1)
    return rows > 0 && columns > 0 && rows * columns >= patchSize * patchSize
  }

  /// - Parameter samples: `[1, C, H, W]`, in any range.
  /// - Returns: the standard deviation of the noise in the samples' unit, the root mean square over the
  ///   channels; `nil` if the image has fewer patches than a patch has pixels.
  public func standardDeviation(of samples: Tensor) -> Double? {
    let shape = samples.shape
    require(
      shape.count == 4 && shape[0] == 1, "samples of shape \(shape) are not [1, C, H, W]")
    guard holdsEnough(shape) else { return nil }
    let (height, width) = (shape[2], shape[3])
    let (rows, columns) = (height - patchSize + 1, width - patchSize + 1)
    let variances = (0..<shape[1]).map { channel in
      samples.withUnsafeSamples { samples in
        let plane = UnsafeBufferPointer(
          rebasing: samples[channel * height * width..<(channel + 1) * height * width])
        return variance(of: plane, width: width, rows: rows, columns: columns)
      }
    }
    return (variances.reduce(0, +) / Double(variances.count)).squareRoot()
  }

  /// The variance of a plane's noise.
  private func variance(
    of plane: UnsafeBufferPointer<Float>, width: Int, rows: Int, columns: Int
  ) -> Double {
    let eigenvalues = SymmetricMatrix(
      size: patchSize * patchSize,
      covariance(of: plane, width: width, rows: rows, columns: columns)
    ).eigenvalues()
    var count = eigenvalues.count
    while count > 1 {
      let mean = eigenvalues[..<count].reduce(0, +) / Double(count)
      let above = eigenvalues[..<count].count { $0 > mean }
      let below = eigenvalues[..<count].count { $0 < mean }
      if above >= below { return max(mean, 0) }
      count -= 1
    }
    return max(eigenvalues[0], 0)
  }

  /// The covariance of the patches, row by row.
  private func covariance(
    of plane: UnsafeBufferPointer<Float>, width: Int, rows: Int, columns: Int
  ) -> [Double] {
    let stride = max(1, (rows * columns + maximumPatchCount - 1) / maximumPatchCount)
    // Subtract one sample from all, so that the products keep the precision of the variance.
    let origin = Double(plane[0])
    let patches = PatchMoments(
      plane: plane.map { Double($0) - origin }, width: width, patchSize: patchSize,
      places: Swift.stride(from: 0, to: rows * columns, by: stride).map { place in
        place / columns * width + place % columns
      })
    let (sums, products) = patches.sums()
    let count = Double(patches.places.count)
    let size = patchSize * patchSize
    var covariance = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      for j in i..<size {
        let value = products(i, j) / count - sums[i] / count * (sums[j] / count)
        covariance[i * size + j] = value
        covariance[j * size + i] = value
      }
    }
    return covariance
  }
}
