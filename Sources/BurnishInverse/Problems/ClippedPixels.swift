import BurnishCore
import BurnishImages
import BurnishTensors

/// The pixels of a blurred image that are clipped at white or black, for example in overexposed stars. Their values do
/// not fit any blur.
///
/// White paper is white too, but its blur is correct. The two differ in their surroundings. A blur of samples in 0...1
/// makes a pixel white only if everything under the kernel is white. Its neighbors cover nearly the same area, so they
/// cannot be dark. The kernel alone determines how much darker a neighbor may be. If a neighbor is darker still, the
/// white pixel was clipped, and so were all white pixels that touch it. Black works the same way, inverted.
public struct ClippedPixels: Sendable, CustomStringConvertible {
  /// `[1, C, h, w]`: 0 where a sample is clipped, 1 elsewhere.
  public let known: Mask
  /// The number of samples clipped at white, and at black.
  public let whiteCount, blackCount: Int

  /// - Parameters:
  ///   - observed: the blurred image, `[1, C, h, w]`.
  ///   - kernel: the kernel of its blur.
  ///   - sigma: the standard deviation of its noise for samples in 0...255.
  ///   - format: the format of its samples.
  /// - Returns: `nil` if nothing is clipped, if samples have no limit, or if more than a tenth of all samples would be
  ///   missing. In the last case the kernel is wrong, for example too wide for a page in black and white.
  public init?(in observed: Tensor, kernel: BlurKernel, sigma: Float, format: SampleFormat) {
    guard let maximum = format.maximum else { return nil }
    let noise = 3 * sigma / 255
    let bounds = Self.bounds(of: kernel, slack: noise + 0.5 / maximum)
    let limit = 1 - 0.5 / maximum
    let plane = observed.shape[2] * observed.shape[3]
    var weights = [Float](repeating: 1, count: observed.count)
    var counts = [0, 0]
    let values = observed.values
    for first in stride(from: 0, to: observed.count, by: plane) {
      let samples = values[first..<first + plane]
      for (end, isWhite) in [true, false].enumerated() {
        // The distance of each sample from the limit.
        let deficits = samples.map { isWhite ? 1 - $0 : $0 }
        let clipped = Self.clipped(
          deficits, width: observed.shape[3], limit: 1 - limit, bounds: bounds, noise: noise)
        for index in clipped { weights[first + index] = 0 }
        counts[end] += clipped.count
      }
    }
    guard counts[0] + counts[1] > 0,
      Double(counts[0] + counts[1]) <= Self.maximumShare * Double(observed.count)
    else { return nil }
    known = Mask(ofChannels: Tensor(shape: observed.shape, values: weights))
    (whiteCount, blackCount) = (counts[0], counts[1])
  }

  /// `[1, 1, h, w]`: 0 where a sample of any channel is clipped, 1 elsewhere.
  public var pixels: Tensor {
    let shape = known.weights.shape
    let (area, weights) = (shape[2] * shape[3], known.weights.values)
    return Tensor(
      shape: [1, 1, shape[2], shape[3]],
      values: (0..<area).map { pixel in
        (0..<shape[1]).allSatisfy { weights[$0 * area + pixel] == 1 } ? 1 : 0
      })
  }

  public var description: String {
    let parts = [(whiteCount, "white"), (blackCount, "black")].filter { $0.0 > 0 }
    return parts.map { "\(counted($0.0, "sample")) at the \($0.1) limit" }.joined(
      separator: " and ")
      + ", around which the blur is cut off, \(whiteCount + blackCount == 1 ? "is" : "are") treated as missing"
  }

  private static let maximumShare = 0.1

  /// A neighbor's place and its maximum distance from the limit.
  private typealias Bound = (dx: Int, dy: Int, deficit: Float)

  /// The neighbors at distances of 1 and 2 of a pixel at most `slack` from the limit, and the maximum distance of each
  /// from the limit.
  ///
  /// Let u, in 0...1, be the distances from the limit under the kernel. Then the pixel's distance is `Σ k[a] u[a]`, and
  /// its neighbor's is `Σ k[a + d] u[a]`. Maximizing the second under a bound on the first is a knapsack problem: take
  /// the a with the maximum `k[a + d] / k[a]` first.
  private static func bounds(of kernel: BlurKernel, slack: Float) -> [Bound] {
    let (height, width) = (kernel.height, kernel.width)
    let weights = kernel.weights.values.map(Double.init)
    func weight(_ row: Int, _ column: Int) -> Double {
      (0..<height).contains(row) && (0..<width).contains(column)
        ? weights[row * width + column] : 0
    }
    var bounds: [Bound] = []
    for (dx, dy) in [(1, 0), (-1, 0), (0, 1), (0, -1), (2, 0), (-2, 0), (0, 2), (0, -2)] {
      var free = 0.0
      var items: [(price: Double, worth: Double)] = []
      for row in -2..<height + 2 {
        for column in -2..<width + 2 {
          let (price, worth) = (weight(row, column), weight(row + dy, column + dx))
          if worth == 0 { continue }
          if price == 0 { free += worth } else { items.append((price, worth)) }
        }
      }
      items.sort { $0.worth * $1.price > $1.worth * $0.price }
      var left = Double(slack)
      var deficit = free
      for (price, worth) in items where left > 0 {
        deficit += worth * min(1, left / price)
        left -= price
      }
      bounds.append((dx, dy, Float(min(1, deficit))))
    }
    return bounds
  }

  /// The indices of a plane's clipped samples.
  ///
  /// - Parameters:
  ///   - deficits: the samples' distances from the limit.
  ///   - limit: the maximum distance that counts as at the limit.
  private static func clipped(
    _ deficits: [Float], width: Int, limit: Float, bounds: [Bound], noise: Float
  ) -> [Int] {
    let height = deficits.count / width
    var isFound = [Bool](repeating: false, count: deficits.count)
    var found: [Int] = []
    for (index, deficit) in deficits.enumerated() where deficit <= limit {
      let (row, column) = index.quotientAndRemainder(dividingBy: width)
      let isCut = bounds.contains { bound in
        let (y, x) = (row + bound.dy, column + bound.dx)
        return (0..<height).contains(y) && (0..<width).contains(x)
          && deficits[y * width + x] > bound.deficit + noise + 2 * limit
      }
      if isCut {
        isFound[index] = true
        found.append(index)
      }
    }
    // Add all samples at the limit that touch these.
    var next = 0
    while next < found.count {
      let (row, column) = found[next].quotientAndRemainder(dividingBy: width)
      next += 1
      for y in max(0, row - 1)...min(height - 1, row + 1) {
        for x in max(0, column - 1)...min(width - 1, column + 1) {
          let index = y * width + x
          if deficits[index] <= limit, !isFound[index] {
            isFound[index] = true
            found.append(index)
          }
        }
      }
    }
    return found
  }
}
