import BurnishCore
import BurnishTensors
import Foundation

/// Square bins in the a-b plane of L*a*b*, and distributions over them.
///
/// R. Zhang, P. Isola, A. A. Efros, "Colorful Image Colorization", sections 2.1 to 2.3. RBDN uses the same loss.
public struct ColorBins: Sendable {
  /// a of each bin's center, sorted by a and then by b.
  public let a: [Float]
  /// b of each bin's center.
  public let b: [Float]
  /// The side length of a bin.
  public let size: Float
  /// The number of nearest bins that share a color.
  public var neighbors = 5
  /// The standard deviation of the Gaussian that weights these bins, in units of a and b.
  public var sigma: Float = 5
  /// Distributions are raised to the power `1 / temperature` before their mean is computed.
  ///
  /// This is T in the paper. 1 gives the mean itself; values toward 0 give the most likely bin.
  public var temperature: Float = 0.38

  /// The bin of each square within ``reach`` of gray, or -1 if there is no bin.
  private let grid: [Int16]
  /// The maximum distance of a bin from gray, in squares.
  private static let reach = 16

  public var count: Int { a.count }

  /// The squares of 10 x 10, centered at multiples of 10, that contain an 8-bit sRGB color.
  ///
  /// There are 261 of them; the papers count 313 and do not say which.
  public static let gamut = ColorBins(size: 10)

  /// The squares that contain an 8-bit sRGB color, centered at multiples of their side length.
  ///
  /// The surface of a solid reaches the same a and b as the whole solid. So only the six faces of the RGB cube are
  /// sampled, not its inside.
  init(size: Int) {
    var cells: Set<SIMD2<Int>> = []
    let levels = (0...255).map { Double($0) / 255 }
    for level in [0.0, 1.0] {
      for u in levels {
        for v in levels {
          for color in [
            LabColor(red: level, green: u, blue: v), LabColor(red: u, green: level, blue: v),
            LabColor(red: u, green: v, blue: level),
          ] {
            cells.insert(
              SIMD2(
                Int((color.a / Double(size)).rounded()), Int((color.b / Double(size)).rounded())))
          }
        }
      }
    }
    let sorted = cells.sorted { ($0.x, $0.y) < ($1.x, $1.y) }
    a = sorted.map { Float($0.x * size) }
    b = sorted.map { Float($0.y * size) }
    self.size = Float(size)
    let side = 2 * Self.reach + 1
    var grid = [Int16](repeating: -1, count: side * side)
    for (bin, cell) in sorted.enumerated() {
      grid[(cell.x + Self.reach) * side + cell.y + Self.reach] = Int16(bin)
    }
    self.grid = grid
  }

  /// The bin with the nearest center.
  public func nearest(a: Float, b: Float) -> Int {
    let (row, column) = (
      Int((a / size).rounded()) + Self.reach, Int((b / size).rounded()) + Self.reach
    )
    let side = 2 * Self.reach + 1
    if (0..<side).contains(row), (0..<side).contains(column), grid[row * side + column] >= 0 {
      return Int(grid[row * side + column])
    }
    return nearest(1, a: a, b: b)[0].bin
  }

  /// The squared distance from a bin's center to a color.
  @inline(__always)
  private func squaredDistance(_ bin: Int, _ a: Float, _ b: Float) -> Float {
    let (da, db) = (self.a[bin] - a, self.b[bin] - b)
    return da * da + db * db
  }

  /// The bins with the nearest centers, nearest first. Equal distances are sorted by bin number.
  func nearest(_ count: Int, a: Float, b: Float) -> [(bin: Int, squaredDistance: Float)] {
    var found: [(bin: Int, squaredDistance: Float)] = []
    found.reserveCapacity(count + 1)
    for bin in 0..<self.count {
      let distance = squaredDistance(bin, a, b)
      if found.count == count, distance >= found[count - 1].squaredDistance { continue }
      let place = found.firstIndex { distance < $0.squaredDistance } ?? found.count
      found.insert((bin, distance), at: place)
      if found.count > count { found.removeLast() }
    }
    return found
  }

  /// Distributes each color over the nearest bins, weighted by a Gaussian of the distance to their centers.
  ///
  /// - Parameter ab: a and b, `[N, 2, H, W]`.
  /// - Returns: a distribution over the bins for each pixel, `[N, Q, H, W]`; and the nearest bin of each pixel, N *
  ///   H * W bins in row-major order.
  public func distributions(of ab: Tensor) -> (shares: Tensor, nearest: [Int]) {
    let shape = ab.shape
    require(shape.count == 4 && shape[1] == 2, "a and b are [N, 2, H, W], not \(shape)")
    let area = shape[2] * shape[3]
    var shares = Tensor(zeros: [shape[0], count, shape[2], shape[3]])
    var nearest: [Int] = []
    nearest.reserveCapacity(shape[0] * area)
    ab.withUnsafeSamples { ab in
      shares.withUnsafeMutableSamples { shares in
        for index in 0..<shape[0] * area {
          let (image, pixel) = (index / area, index % area)
          let found = self.nearest(
            neighbors, a: ab[2 * image * area + pixel], b: ab[(2 * image + 1) * area + pixel])
          // Distances are relative to the nearest bin, so that the shares of far colors are not all zero.
          let weights = found.map {
            expf(-($0.squaredDistance - found[0].squaredDistance) / (2 * sigma * sigma))
          }
          let sum = weights.reduce(0, +)
          for (weight, place) in zip(weights, found) {
            shares[(image * count + place.bin) * area + pixel] = weight / sum
          }
          nearest.append(found[0].bin)
        }
      }
    }
    return (shares, nearest)
  }

  /// The annealed mean of distributions: the mean of the bin centers after ``temperature`` sharpens the
  /// distribution.
  ///
  /// - Parameter logits: scores, `[N, Q, H, W]`. Their softmax is the distribution.
  /// - Returns: a and b, `[N, 2, H, W]`.
  public func annealedMean(of logits: Tensor) -> Tensor {
    let shape = logits.shape
    require(
      shape.count == 4 && shape[1] == count, "scores are [N, \(count), H, W], not \(shape)")
    let area = shape[2] * shape[3]
    return Tensor(shape: [shape[0], 2, shape[2], shape[3]]) { result in
      guard !shape.contains(0) else { return }
      let result = result.baseAddress!
      logits.withUnsafeSamples { logits in
        let logits = logits.baseAddress!
        Parallel.forEachRange(shape[0] * shape[2]) { rows in
          for row in rows {
            let (image, start) = (row / shape[2], row % shape[2] * shape[3])
            annealedMean(
              of: logits + image * count * area + start, area: area, pixels: shape[3],
              into: result + 2 * image * area + start)
          }
        }
      }
    }
  }

  /// Computes the annealed means of adjacent pixels.
  private func annealedMean(
    of logits: UnsafePointer<Float>, area: Int, pixels: Int,
    into result: UnsafeMutablePointer<Float>
  ) {
    for pixel in 0..<pixels {
      var maximum = logits[pixel]
      for bin in 1..<count { maximum = max(maximum, logits[bin * area + pixel]) }
      var (sum, meanA, meanB) = (Float(0), Float(0), Float(0))
      for bin in 0..<count {
        let weight = expf((logits[bin * area + pixel] - maximum) / temperature)
        sum += weight
        meanA += weight * a[bin]
        meanB += weight * b[bin]
      }
      result[pixel] = meanA / sum
      result[area + pixel] = meanB / sum
    }
  }
}
