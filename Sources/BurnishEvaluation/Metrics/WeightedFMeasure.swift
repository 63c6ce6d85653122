// R. Margolin, L. Zelnik-Manor, A. Tal, "How to Evaluate Foreground Maps?", CVPR 2014.

import BurnishTensors
import Foundation

/// The weighted F-measure of a graded foreground map against a binary mask, with beta² = 1.
///
/// An error inside of the foreground may be made up for by its neighbors: it is replaced by the
/// mean of the errors around it where that is less, under a Gaussian of standard deviation 5 in a
/// window of 7x7, outside of the foreground standing the error of the nearest foreground pixel and
/// outside of the image 0. An error outside of the foreground weighs the more the farther it lies
/// from it: `2 - exp(ln(0.5) / 5 * d)` at the distance d in pixels. Of several nearest foreground
/// pixels the first in the order of rows counts.
/// - Parameters:
///   - result: the map to judge, `[1, 1, H, W]`, samples in 0...1.
///   - truth: the mask, of the same shape; 0 is background and 1 foreground.
/// - Returns: 1 for the mask itself, less for others. Where the mask has no foreground there is
///   nothing to be found, and the measure is 0 for every map.
public func weightedFMeasure(_ result: Tensor, _ truth: Tensor) -> Double {
  let shape = truth.shape
  precondition(
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
      // A comparison with NaN must not hide it.
      foregroundError += smoothed[index] < error ? smoothed[index] : error
    } else {
      let distance = Double(distances[index]).squareRoot()
      backgroundError += error * (2 - exp(log(0.5) / 5 * distance))
    }
  }
  let truePositives = Double(foregroundCount) - foregroundError
  let recall = truePositives / Double(foregroundCount)
  // All of a map that is 0 everywhere is wrong, though nothing of it is.
  let found = truePositives + backgroundError
  let precision = found == 0 ? 0 : truePositives / found
  let sum = recall + precision
  return sum == 0 ? 0 : 2 * recall * precision / sum
}

/// A binary mask with what is known of the surroundings of its foreground.
private struct ForegroundMask {
  let height, width: Int
  let isForeground: [Bool]

  init(_ mask: Tensor) {
    (height, width) = (mask.shape[2], mask.shape[3])
    isForeground = mask.values.map { $0 != 0 }
  }

  /// The half width of the window.
  private static let radius = 3

  /// The mean of the errors around each foreground pixel; 0 elsewhere.
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

  /// The errors, those of background pixels which a window on the foreground sees replaced by that
  /// of the nearest foreground pixel.
  private func spread(_ errors: [Double]) -> [Double] {
    var result = errors
    // What a window sees lies at most a diagonal of its half width from the foreground.
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

  /// The square of each pixel's distance from the nearest foreground pixel; there must be one.
  func squaredDistances() -> [Int] {
    // Along columns first; the nearest pixel of a row's column is then known, and the nearest of all
    // is found going outward along the row until that alone is too far.
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
