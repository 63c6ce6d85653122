import Foundation

/// The color of a surface: a pattern of two colors with a fine grain.
struct SyntheticMaterial {
  enum Pattern {
    case plain
    /// Squares in space, `size` meters wide.
    case checks(size: Double)
    /// Stripes across a direction, `size` meters wide.
    case stripes(direction: Vector, size: Double)
    /// Smooth blotches about `size` meters wide.
    case blotches(size: Double)
  }

  var pattern: Pattern
  var first: Vector
  var second: Vector

  /// The color at a point of the surface: red, green, and blue in 0...1.
  func color(at point: Vector) -> Vector {
    let grain = 1 + 0.12 * (Self.noise(point * 90) - 0.5)
    return (first + share(at: point) * (second - first)) * grain
  }

  /// The share of the second color.
  private func share(at point: Vector) -> Double {
    switch pattern {
    case .plain:
      return 0
    case .checks(let size):
      // The small shift keeps faces at multiples of the size away from the edges between squares.
      let cell = (point / size + 0.37).rounded(.down)
      return (Int(cell.x) + Int(cell.y) + Int(cell.z)) & 1 == 0 ? 0 : 1
    case .stripes(let direction, let size):
      return Int((dot(point, direction) / size).rounded(.down)) & 1 == 0 ? 0 : 1
    case .blotches(let size):
      return Self.noise(point / size)
    }
  }

  /// Value noise in 0...1: hashed values at integer coordinates, smoothly interpolated.
  static func noise(_ point: Vector) -> Double {
    let base = point.rounded(.down)
    let t = point - base
    let weight = t * t * (3 - 2 * t)
    var sum = 0.0
    for corner in 0..<8 {
      let offset = Vector(Double(corner & 1), Double(corner >> 1 & 1), Double(corner >> 2))
      let factors = offset * weight + (1 - offset) * (1 - weight)
      sum += factors.x * factors.y * factors.z * hashed(base + offset)
    }
    return sum
  }

  /// Hashes the coordinates with the finalizer of SplitMix64 to a number in 0..<1.
  private static func hashed(_ point: Vector) -> Double {
    var state = UInt64(bitPattern: Int64(point.x)) &* 0x9E37_79B9_7F4A_7C15
    state ^= UInt64(bitPattern: Int64(point.y)) &* 0xC2B2_AE3D_27D4_EB4F
    state ^= UInt64(bitPattern: Int64(point.z)) &* 0x1656_67B1_9E37_79F9
    state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
    state ^= state >> 31
    return Double(state >> 11) * 0x1p-53
  }
}
