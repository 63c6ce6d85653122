// R. Margolin, L. Zelnik-Manor, A. Tal, "How to Evaluate Foreground Maps?", CVPR 2014.

import BurnishCore
import BurnishTensors
import Foundation

/// Returns the weighted F-measure of a graded foreground map against a binary mask, with beta² = 1.
///
/// The mean of the errors around a foreground pixel replaces its error if that is smaller. The mean has
/// Gaussian weights of standard deviation 5 in a window of 7x7. Background pixels enter it with the error of
/// the nearest foreground pixel, and pixels outside the image with 0. The first of several nearest foreground
/// pixels in row order counts.
///
/// An error in the background weighs more the farther it is from the foreground: `2 - exp(ln(0.5) / 5 * d)` at
/// the distance d in pixels.
/// - Parameters:
///   - result: the map to measure, `[1, 1, H, W]`, samples in 0...1.
///   - truth: the mask, in the same shape; 0 is background and 1 foreground.
/// - Returns: 1 for the mask itself, less for other maps; 0 for every map if the mask has no foreground.
public func weightedFMeasure(_ result: Tensor, _ truth: Tensor) -> Double {
  let shape = truth.shape
  require(
    result.shape == shape && shape.count == 4 && shape[0] == 1 && shape[1] == 1,
    "a map of shape \(result.shape) cannot be judged by a mask of shape \(shape)")
  let mask = ForegroundMask(truth)
  let foregroundCount = mask.isForeground.count { $0 }
  guard foregroundCount > 0 else { return 0 }
  let errors = zip(result.values, truth.values).map { abs(Double($0) - Double($1)) }
  let smoothed = mask.smoothed(errors)
  let distances = mask.squaredDistances()

  var (foregroundError, backgroundError) = (0.0, 0.0)
  for (index, error) in errors.enumerated() {
    if mask.isForeground[index] {
      // The comparison keeps a NaN error.
      foregroundError += smoothed[index] < error ? smoothed[index] : error
    } else {
      let distance = Double(distances[index]).squareRoot()
      backgroundError += error * (2 - exp(log(0.5) / 5 * distance))
    }
  }
  let truePositives = Double(foregroundCount) - foregroundError
  let recall = truePositives / Double(foregroundCount)
  // A map of zeros finds nothing, so its precision is 0 rather than 0 / 0.
  let found = truePositives + backgroundError
  let precision = found == 0 ? 0 : truePositives / found
  let sum = recall + precision
  return sum == 0 ? 0 : 2 * recall * precision / sum
}

/// A binary mask that smooths errors and measures distances around its foreground.
private struct ForegroundMask {
  let height, width: Int
  let isForeground: [Bool]

  init(_ mask: Tensor) {
    (height, width) = (mask.shape[2], mask.shape[3])
    isForeground = mask.values.map { $0 != 0 }
  }

  /// The half width of the window.
  private static let radius = 3

  /// Returns the mean of the errors around each foreground pixel, and 0 elsewhere.
  func smoothed(_ errors: [Double]) -> [Double] {
    let radius = Self.radius
    let side = 2 * radius + 1
    let raw = (0..<side * side).map { tap -> Double in
      let (y, x) = (tap / side - radius, tap % side - radius)
      return exp(-Double(x * x + y * y) / (2 * 5 * 5))
    }
    let total = raw.reduce(0, +)
    let spread = spread(errors)
    var result = [Double](repeating: 0, count: errors.count)
    for y in 0..<height {
      for x in 0..<width where isForeground[y * width + x] {
        var sum = 0.0
        for row in max(0, y - radius)...min(height - 1, y + radius) {
          for column in max(0, x - radius)...min(width - 1, x + radius) {
            let weight = raw[(row - y + radius) * side + column - x + radius]
            sum += weight * spread[row * width + column]
          }
        }
        result[y * width + x] = sum / total
      }
    }
    return result
  }

  /// Returns the errors. Background pixels within a window of a foreground pixel get the error of the nearest
  /// foreground pixel.
  private func spread(_ errors: [Double]) -> [Double] {
    var result = errors
    // A pixel in a window is at most the diagonal of the half width away from the foreground.
    let reach = Int((2 * Double(Self.radius * Self.radius)).squareRoot())
    for y in 0..<height {
      for x in 0..<width where !isForeground[y * width + x] {
        var best = Int.max
        for row in max(0, y - reach)...min(height - 1, y + reach) {
          for column in max(0, x - reach)...min(width - 1, x + reach) {
            let distance = (row - y) * (row - y) + (column - x) * (column - x)
            if distance < best && isForeground[row * width + column] {
              best = distance
              result[y * width + x] = errors[row * width + column]
            }
          }
        }
      }
    }
    return result
  }

  /// Returns the square of each pixel's distance from the nearest foreground pixel; the mask must have one.
  func squaredDistances() -> [Int] {
    // The first pass finds the nearest foreground pixel in each column. The second searches outward along the
    // row until the horizontal distance alone is too large.
    let far = height + width
    var vertical = [Int](repeating: far, count: height * width)
    for x in 0..<width {
      var distance = far
      for y in 0..<height {
        distance = isForeground[y * width + x] ? 0 : min(far, distance + 1)
        vertical[y * width + x] = distance
      }
      for y in (0..<height).reversed() {
        distance = min(vertical[y * width + x], distance + 1)
        vertical[y * width + x] = distance
      }
    }
    var result = vertical
    for y in 0..<height {
      let row = y * width
      for x in 0..<width {
        var best = vertical[row + x] * vertical[row + x]
        var step = 1
        while step < width && step * step < best {
          for column in [x - step, x + step] where (0..<width).contains(column) {
            let distance = vertical[row + column]
            best = min(best, step * step + distance * distance)
          }
          step += 1
        }
        result[row + x] = best
      }
    }
    return result
  }
}
