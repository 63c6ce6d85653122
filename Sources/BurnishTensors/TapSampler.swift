import BurnishCore

/// The arithmetic for sampling four neighboring pixels of a lattice's row at one tap.
struct TapSampler {
  typealias Four = SIMD4<Float>

  /// The positions that four pixels read: the sample above and to the left, and the fractions beyond it.
  struct Position {
    /// The distance in samples from a pixel to the sample above and to the left of the position.
    var index: SIMD4<Int32>
    var xFraction: Four
    var yFraction: Four
  }

  /// The four samples around each of four positions.
  struct Corners {
    var topLeft: Four
    var topRight: Four
    var bottomLeft: Four
    var bottomRight: Four

    @inline(__always)
    func interpolated(at position: Position) -> Four {
      let top = topLeft + position.xFraction * (topRight - topLeft)
      let bottom = bottomLeft + position.xFraction * (bottomRight - bottomLeft)
      return top + position.yFraction * (bottom - top)
    }

    /// The derivative of the interpolated value with respect to x.
    @inline(__always)
    func slopeX(at position: Position) -> Four {
      let (top, bottom) = (topRight - topLeft, bottomRight - bottomLeft)
      return top + position.yFraction * (bottom - top)
    }

    /// The derivative of the interpolated value with respect to y.
    @inline(__always)
    func slopeY(at position: Position) -> Four {
      let (left, right) = (bottomLeft - topLeft, bottomRight - topRight)
      return left + position.xFraction * (right - left)
    }
  }

  let radius: Float
  let offsetScale: Float
  let pitch: Int
  /// The distance from each of the four pixels to the next.
  let step: Int
  private let floatPitch: Float

  init(_ geometry: SamplingGeometry, pitch: Int) {
    // The index of a sample is computed exactly in Float.
    require(
      (geometry.windowRadius + 2) * (pitch + 1) < 1 << 22,
      "a target \(pitch) samples wide is too wide to be sampled in windows of radius \(geometry.windowRadius)"
    )
    radius = Float(geometry.windowRadius)
    offsetScale = geometry.offsetScale
    self.pitch = pitch
    step = geometry.lattice.stride
    floatPitch = Float(pitch)
  }

  /// Adding and then subtracting this constant rounds a small number to an integer, halves to even.
  private static let roundingConstant: Float = 0x1.8p23

  /// The displacement of a tap at `base` with the given offsets, clamped to the window. It is NaN if the
  /// offset is NaN.
  @inline(__always)
  func displacement(_ offsets: Four, base: Float) -> Four {
    let free = base + offsetScale * offsets
    let bounded = free.replacing(with: radius, where: free .> radius)
    return bounded.replacing(with: -radius, where: bounded .< -radius)
  }

  /// 1 where the window does not clamp a displacement, and 0 where it does.
  @inline(__always)
  func freedom(_ offsets: Four, base: Float) -> Four {
    let free = base + offsetScale * offsets
    return Four(repeating: 1).replacing(with: 0, where: (free .> radius) .| (free .< -radius))
  }

  @inline(__always)
  private func floor(_ value: Four) -> Four {
    // A NaN displacement reads somewhere inside the window. Its fraction stays NaN, and so the
    // result is NaN.
    let number = value.replacing(with: 0, where: value .!= value)
    let rounded = (number + Self.roundingConstant) - Self.roundingConstant
    return rounded.replacing(with: rounded - 1, where: rounded .> number)
  }

  @inline(__always)
  func position(x: Four, y: Four) -> Position {
    let (left, top) = (floor(x), floor(y))
    let index = top * floatPitch + left + Self.roundingConstant
    let zero = Int32(bitPattern: Self.roundingConstant.bitPattern)
    return Position(
      index: unsafeBitCast(index, to: SIMD4<Int32>.self) &- SIMD4<Int32>(repeating: zero),
      xFraction: x - left, yFraction: y - top)
  }

  /// Reads the corners of four positions; `pixel` is the address of the first of the four pixels.
  @inline(__always)
  func corners(at position: Position, of pixel: UnsafePointer<Float>) -> Corners {
    let first = pixel + Int(position.index[0])
    let second = pixel + (Int(position.index[1]) &+ step)
    let third = pixel + (Int(position.index[2]) &+ 2 &* step)
    let fourth = pixel + (Int(position.index[3]) &+ 3 &* step)
    let topPairs = (Four(lowHalf: pair(first), highHalf: pair(second)))
    let topOtherPairs = Four(lowHalf: pair(third), highHalf: pair(fourth))
    let bottomPairs = Four(lowHalf: pair(first + pitch), highHalf: pair(second + pitch))
    let bottomOtherPairs = Four(lowHalf: pair(third + pitch), highHalf: pair(fourth + pitch))
    return Corners(
      topLeft: Four(lowHalf: topPairs.evenHalf, highHalf: topOtherPairs.evenHalf),
      topRight: Four(lowHalf: topPairs.oddHalf, highHalf: topOtherPairs.oddHalf),
      bottomLeft: Four(lowHalf: bottomPairs.evenHalf, highHalf: bottomOtherPairs.evenHalf),
      bottomRight: Four(lowHalf: bottomPairs.oddHalf, highHalf: bottomOtherPairs.oddHalf))
  }

  @inline(__always)
  private func pair(_ pointer: UnsafePointer<Float>) -> SIMD2<Float> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD2<Float>.self)
  }
}

/// Loads four samples at `pointer`.
@inline(__always)
func loadFour(_ pointer: UnsafePointer<Float>) -> SIMD4<Float> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD4<Float>.self)
}

/// Loads four samples at `pointer`.
@inline(__always)
func loadFour(_ pointer: UnsafeMutablePointer<Float>) -> SIMD4<Float> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD4<Float>.self)
}

/// Writes four samples at `pointer`.
@inline(__always)
func storeFour(_ value: SIMD4<Float>, _ pointer: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD4<Float>.self)
}
