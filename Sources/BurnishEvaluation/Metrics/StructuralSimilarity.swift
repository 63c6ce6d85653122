// Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli, "Image Quality Assessment: From Error
// Visibility to Structural Similarity", IEEE Transactions on Image Processing 13 (4), 2004.

import BurnishCore
import BurnishTensors
import Foundation

/// Returns the structural similarity index of two images, averaged over their windows and planes.
///
/// The window is an 11x11 Gaussian of standard deviation 1.5 with weights that sum to one. Only windows inside
/// the image count. Variances are population variances, as in the paper's equations 15 and 16. The constants
/// are the paper's `K₁ = 0.01` and `K₂ = 0.03`.
/// - Parameters:
///   - result: the image to measure, any shape whose two innermost extents are height and width, each at
///     least 11.
///   - truth: the true image, in the same shape.
///   - peak: the largest possible sample, 255 or 1.
/// - Returns: 1 for equal images, less for others.
public func structuralSimilarity(_ result: Tensor, _ truth: Tensor, peak: Double) -> Double {
  let window = GaussianWindow(radius: 5, deviation: 1.5)
  require(
    result.shape == truth.shape && truth.shape.count >= 2,
    "a result of shape \(result.shape) cannot be judged by a truth of shape \(truth.shape)")
  let height = truth.shape[truth.shape.count - 2]
  let width = truth.shape[truth.shape.count - 1]
  require(
    height >= window.weights.count && width >= window.weights.count,
    "\(width)x\(height) pixels hold no window of \(window.weights.count)x\(window.weights.count)")
  let (c1, c2) = (0.01 * peak * 0.01 * peak, 0.03 * peak * 0.03 * peak)
  let (x, y) = (result.values.map(Double.init), truth.values.map(Double.init))
  let planes = truth.count / (height * width)
  var total = 0.0
  var windows = 0
  for plane in 0..<planes {
    let range = plane * height * width..<(plane + 1) * height * width
    let (x, y) = (Array(x[range]), Array(y[range]))
    func mean(_ values: [Double]) -> [Double] {
      window.valid(values, height: height, width: width)
    }
    let (meanX, meanY) = (mean(x), mean(y))
    let squareX = mean(x.map { $0 * $0 })
    let squareY = mean(y.map { $0 * $0 })
    let product = mean(zip(x, y).map { $0 * $1 })
    for index in meanX.indices {
      let varianceX = squareX[index] - meanX[index] * meanX[index]
      let varianceY = squareY[index] - meanY[index] * meanY[index]
      let covariance = product[index] - meanX[index] * meanY[index]
      let luminance =
        (2 * meanX[index] * meanY[index] + c1)
        / (meanX[index] * meanX[index] + meanY[index] * meanY[index] + c1)
      total += luminance * (2 * covariance + c2) / (varianceX + varianceY + c2)
    }
    windows += meanX.count
  }
  return total / Double(windows)
}

/// Checks that a window of ``structuralSimilarity(_:_:peak:)`` fits into an image.
///
/// - Parameters:
///   - image: `[N, C, H, W]`.
///   - path: its file, named in errors.
/// - Throws: ``Failure`` of the kind `badData` if a side is shorter than 11 pixels.
func checkHoldsWindow(_ image: Tensor, path: String) throws(Failure) {
  guard min(image.shape[2], image.shape[3]) >= 11 else {
    throw Failure(
      .badData, path, found: "\(image.shape[3])x\(image.shape[2]) pixels",
      wanted: "11 pixels in each direction at least, for the structural similarity")
  }
}

/// A separable Gaussian window with weights that sum to one.
private struct GaussianWindow {
  let weights: [Double]

  init(radius: Int, deviation: Double) {
    let raw = (-radius...radius).map { exp(-Double($0 * $0) / (2 * deviation * deviation)) }
    let sum = raw.reduce(0, +)
    weights = raw.map { $0 / sum }
  }

  /// Returns the weighted means of all windows inside the plane, row by row.
  func valid(_ plane: [Double], height: Int, width: Int) -> [Double] {
    let size = weights.count
    let (outputHeight, outputWidth) = (height - size + 1, width - size + 1)
    var rows = [Double](repeating: 0, count: height * outputWidth)
    for y in 0..<height {
      for x in 0..<outputWidth {
        var sum = 0.0
        for tap in 0..<size { sum += weights[tap] * plane[y * width + x + tap] }
        rows[y * outputWidth + x] = sum
      }
    }
    var result = [Double](repeating: 0, count: outputHeight * outputWidth)
    for y in 0..<outputHeight {
      for x in 0..<outputWidth {
        var sum = 0.0
        for tap in 0..<size { sum += weights[tap] * rows[(y + tap) * outputWidth + x] }
        result[y * outputWidth + x] = sum
      }
    }
    return result
  }
}
