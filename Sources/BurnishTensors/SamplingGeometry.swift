import BurnishCore

/// The values of the target outside its borders during sampling.
public enum SamplingBorder: Sendable, Hashable {
  /// Every position outside has the value of the nearest edge sample.
  case replicate
  /// Every position outside is zero.
  case zero
}

/// The positions where ``deformableSample(_:weights:offsets:geometry:)`` reads the target for each tap of a pixel.
///
/// Tap `t` of the `k * k` taps is in row `i = t / k` and column `j = t % k` of a grid centered on
/// the pixel. In pixels, relative to the pixel's position, it reads at
///
///     x = tapSpacing * (j - (k - 1) / 2) + tapShift + offsetScale * xOffset[t]
///     y = tapSpacing * (i - (k - 1) / 2) + tapShift + offsetScale * yOffset[t]
///
/// where both are then clamped to `-windowRadius...windowRadius`.
public struct SamplingGeometry: Sendable, Hashable {
  /// The number of taps in each direction, k; odd.
  public var kernelSize: Int
  /// The largest distance of a tap from its pixel in each direction, in pixels. Positions stay in
  /// the square of `2 * windowRadius + 1` pixels centered on the pixel.
  public var windowRadius: Int
  /// The side r of the square pixel blocks whose weights and offsets are in channels, in the order
  /// of ``blocksInChannels(_:)``. It is 1 if every pixel has its weights and offsets in place.
  public var subsampling: Int
  /// The pixels to filter, each of which has weights and offsets.
  public var lattice = PixelLattice.everyPixel
  /// The values of the target outside its borders.
  public var border: SamplingBorder
  /// The distance between neighboring taps at zero offset, in pixels.
  public var tapSpacing: Float = 1
  /// The shift of the whole grid to the right and down, in pixels.
  public var tapShift: Float = 0
  /// The factor that converts offsets to pixels.
  public var offsetScale: Float = 1

  /// A grid of `kernelSize * kernelSize` taps one pixel apart, with offsets in pixels.
  public init(
    kernelSize: Int = 3, windowRadius: Int = 7, subsampling: Int = 1,
    border: SamplingBorder = .replicate
  ) {
    require(
      kernelSize > 0 && kernelSize % 2 == 1,
      "kernel size \(kernelSize) is not a positive odd number")
    require(windowRadius >= 0, "window radius \(windowRadius) is negative")
    require(subsampling > 0, "subsampling \(subsampling) is not positive")
    self.kernelSize = kernelSize
    self.windowRadius = windowRadius
    self.subsampling = subsampling
    self.border = border
  }

  /// The number of taps of a pixel.
  public var tapCount: Int { kernelSize * kernelSize }

  /// The position of a tap at zero offset, relative to its pixel, in pixels.
  public func tapPosition(_ tap: Int) -> (x: Float, y: Float) {
    let center = Float(kernelSize - 1) / 2
    return (
      x: tapSpacing * (Float(tap % kernelSize) - center) + tapShift,
      y: tapSpacing * (Float(tap / kernelSize) - center) + tapShift
    )
  }

  /// The shape of the weights for a target of the given shape.
  public func weightsShape(forTarget shape: [Int]) -> [Int] {
    groupedShape(groups: tapCount, target: shape)
  }

  /// The shape of the offsets for a target of the given shape.
  public func offsetsShape(forTarget shape: [Int]) -> [Int] {
    groupedShape(groups: 2 * tapCount, target: shape)
  }

  /// The shape of the result for a target of the given shape.
  public func outputShape(forTarget shape: [Int]) -> [Int] { lattice.shape(of: shape) }

  private func groupedShape(groups: Int, target: [Int]) -> [Int] {
    let shape = outputShape(forTarget: target)
    require(
      shape[2] % subsampling == 0 && shape[3] % subsampling == 0,
      "the result's height and width in \(shape) are not multiples of the subsampling \(subsampling)"
    )
    return [
      shape[0], groups * subsampling * subsampling, shape[2] / subsampling, shape[3] / subsampling,
    ]
  }
}
