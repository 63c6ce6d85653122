import BurnishTensors

/// The mean over the window of `2 radius + 1` rows and columns around each pixel, clipped at the
/// image's borders.
///
/// - Parameter image: `[N, C, H, W]`, any range.
/// - Returns: `[N, C, H, W]`.
package func boxMean(_ image: Tensor, radius: Int) -> Tensor {
  let (height, width) = (image.shape[2], image.shape[3])
  return image.withUnsafeSamples { samples in
    Tensor(shape: image.shape) { result in
      for plane in 0..<image.shape[0] * image.shape[1] {
        let source = samples.baseAddress! + plane * height * width
        let target = result.baseAddress! + plane * height * width
        slideWindows(height: height, width: width, radius: radius, quantities: 1) {
          row, sums, sign in
          let source = source + row * width
          for x in 0..<width { sums[x] += sign * Double(source[x]) }
        } use: { row, sums, counts in
          let target = target + row * width
          for x in 0..<width { target[x] = Float(sums[x] / counts[x]) }
        }
      }
    }
  }
}

/// Sums several quantities over the window around each pixel, one row of pixels at a time. It uses
/// running sums down columns and along rows.
///
/// Each band of a fixed number of rows restarts its sums, so the result does not depend on the number
/// of threads.
/// - Parameters:
///   - radius: windows have `2 radius + 1` rows and columns, clipped at the image's borders.
///   - quantities: the number of sums.
///   - add: adds a row's quantities times a sign to sums that lie `width` apart.
///   - use: receives, for every row, the sums over windows, `width` apart, and their pixel counts.
func slideWindows(
  height: Int, width: Int, radius: Int, quantities: Int,
  add: (_ row: Int, _ sums: UnsafeMutablePointer<Double>, _ sign: Double) -> Void,
  use: (_ row: Int, _ sums: UnsafePointer<Double>, _ counts: UnsafePointer<Double>) -> Void
) {
  let band = 64
  Parallel.forEachRange((height + band - 1) / band) { bands in
    let count = quantities * width
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * count + width) { memory in
      let columns = memory.baseAddress!
      let (windows, counts) = (columns + count, columns + 2 * count)
      for first in bands.lazy.map({ $0 * band }) {
        columns.initialize(repeating: 0, count: count)
        for row in max(0, first - radius)...min(height - 1, first + radius) {
          add(row, columns, 1)
        }
        for row in first..<min(height, first + band) {
          if row > first {
            if row + radius < height { add(row + radius, columns, 1) }
            if row - radius > 0 { add(row - radius - 1, columns, -1) }
          }
          for quantity in 0..<quantities {
            slide(
              columns + quantity * width, width: width, radius: radius,
              into: windows + quantity * width)
          }
          let rows = min(height - 1, row + radius) - max(0, row - radius) + 1
          for x in 0..<width {
            counts[x] = Double(rows * (min(width - 1, x + radius) - max(0, x - radius) + 1))
          }
          use(row, windows, counts)
        }
      }
    }
  }
}

/// Sums a row of column sums over windows.
private func slide(
  _ columns: UnsafePointer<Double>, width: Int, radius: Int,
  into windows: UnsafeMutablePointer<Double>
) {
  var sum = 0.0
  for x in 0..<min(radius, width) { sum += columns[x] }
  for x in 0..<width {
    if x + radius < width { sum += columns[x + radius] }
    windows[x] = sum
    if x >= radius { sum -= columns[x - radius] }
  }
}
