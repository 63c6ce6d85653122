import BurnishNetworks
import BurnishTensors

/// The kernel that a deformable kernel network predicts for one pixel: the positions and weights with
/// which it reads the target.
public struct PixelKernel: Sendable, Hashable {
  public struct Tap: Sendable, Hashable, Codable {
    /// The tap's position to the right of the pixel, in pixels.
    public var x: Float
    /// The tap's position below the pixel, in pixels.
    public var y: Float
    public var weight: Float
  }

  /// The taps in the order of their grid before offsets, row by row.
  public let taps: [Tap]
  /// Whether the weighted sum is added to the target's sample (weights sum to 0) or is the result
  /// (weights sum to 1).
  public let residual: Bool
  /// The maximum distance of a tap from the pixel in each direction.
  public let windowRadius: Int
  /// The assumption about the target beyond its borders.
  public let border: SamplingBorder

  /// The network's output for the pixel.
  ///
  /// - Parameters:
  ///   - target: `[1, 1, H, W]`.
  ///   - x: the pixel's column.
  ///   - y: the pixel's row.
  public func applied(to target: Tensor, x: Int, y: Int) -> Float {
    let (height, width) = (target.shape[2], target.shape[3])
    return target.withUnsafeSamples { samples in
      func sample(_ x: Int, _ y: Int) -> Float {
        let (row, column) = (max(0, min(height - 1, y)), max(0, min(width - 1, x)))
        let isOutside = row != y || column != x
        return isOutside && border == .zero ? 0 : samples[row * width + column]
      }
      let sum = taps.reduce(Float(0)) { sum, tap in
        sum + tap.weight * spread(tap).reduce(0) { $0 + $1.share * sample(x + $1.x, y + $1.y) }
      }
      return residual ? sample(x, y) + sum : sum
    }
  }

  /// The weights on the pixel grid. Each tap's weight is divided among the four pixels around it by
  /// bilinear interpolation.
  ///
  /// - Returns: `[1, 1, 2 r + 1, 2 r + 1]` for the window's radius r; the pixel is in the middle.
  public func weightMap() -> Tensor {
    let side = 2 * windowRadius + 1
    var map = [Float](repeating: 0, count: side * side)
    for tap in taps {
      for corner in spread(tap) where corner.share > 0 {
        map[(corner.y + windowRadius) * side + corner.x + windowRadius] += tap.weight * corner.share
      }
    }
    return Tensor(shape: [1, 1, side, side], values: map)
  }

  /// The pixels around a tap, relative to the kernel's pixel, and their shares of the tap.
  private func spread(_ tap: Tap) -> [(x: Int, y: Int, share: Float)] {
    let (left, top) = (tap.x.rounded(.down), tap.y.rounded(.down))
    let (right, below) = (tap.x - left, tap.y - top)
    let (x, y) = (Int(left), Int(top))
    return [
      (x, y, (1 - right) * (1 - below)), (x + 1, y, right * (1 - below)),
      (x, y + 1, (1 - right) * below), (x + 1, y + 1, right * below),
    ]
  }
}

/// A network whose results are weighted sums of the target's samples and that exposes the weights.
public protocol KernelPredicting: JointNetwork {
  /// The kernel of one pixel.
  ///
  /// - Parameters:
  ///   - target: `[1, 1, H, W]`, samples in 0...1.
  ///   - guide: `[1, 3, H, W]`, samples in 0...1.
  ///   - x: the pixel's column, in `0..<W`.
  ///   - y: the pixel's row, in `0..<H`.
  func kernel(_ target: Tensor, guide: Tensor, x: Int, y: Int) -> PixelKernel
}

extension KernelFilter {
  /// The kernel of one pixel, ready to be applied to a target.
  ///
  /// - Parameters:
  ///   - branches: one or more, all with offsets or all without.
  ///   - row: the row of the pixel, or of its block, in the branches' predictions.
  ///   - column: the column of the pixel, or of its block, in the branches' predictions.
  ///   - phase: the pixel's index in its block, row by row.
  func kernel(
    _ branches: [PredictedKernels<Tensor>], row: Int, column: Int, phase: Int = 0
  ) -> PixelKernel {
    let pixels = geometry.subsampling * geometry.subsampling
    func product(_ factors: [Tensor], group: Int) -> Float {
      factors.reduce(1) { product, factor in
        let shape = factor.shape
        let index = ((group * pixels + phase) * shape[2] + row) * shape[3] + column
        return product * factor.withUnsafeSamples { $0[index] }
      }
    }
    let weights = branches.map { $0.weights.plain() }
    let offsets = branches.compactMap { $0.offsets?.plain() }
    let products = (0..<geometry.tapCount).map { product(weights, group: $0) }
    let total = products.reduce(0, +)
    let radius = Float(geometry.windowRadius)
    let taps = products.enumerated().map { tap, weight in
      let place = geometry.tapPosition(tap)
      func position(_ place: Float, axis: Int) -> Float {
        let offset = offsets.isEmpty ? 0 : product(offsets, group: 2 * tap + axis)
        return max(-radius, min(radius, place + geometry.offsetScale * offset))
      }
      return PixelKernel.Tap(
        x: position(place.x, axis: 0), y: position(place.y, axis: 1),
        weight: normalization == .meanSubtraction
          ? weight - total / Float(products.count) : weight / max(total, .leastNormalMagnitude))
    }
    return PixelKernel(
      taps: taps, residual: normalization == .meanSubtraction, windowRadius: geometry.windowRadius,
      border: geometry.border)
  }
}
