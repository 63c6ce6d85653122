// A window's linear function depends on sums of the target p, the guide I, and their products. The code
// subtracts large sums from each other, so it computes the function in double precision.

/// Sums of a gray guide: I, p, I I, I p.
enum GrayMoments {
  /// Adds a row, or subtracts it if the sign is -1.
  static func add(
    row: Int, width: Int, _ p: UnsafePointer<Float>, _ i: UnsafePointer<Float>, _ sign: Double,
    to sums: UnsafeMutablePointer<Double>
  ) {
    let (p, i) = (p + row, i + row)
    for x in 0..<width {
      let (target, guide) = (Double(p[x]), Double(i[x]))
      let signed = sign * guide
      sums[x] += signed
      sums[width &+ x] += sign * target
      sums[2 &* width &+ x] += signed * guide
      sums[3 &* width &+ x] += signed * target
    }
  }

  /// Computes a and b from the sums over windows (equations 5 and 6).
  static func solve(
    _ sums: UnsafePointer<Double>, _ counts: UnsafePointer<Double>, width: Int, epsilon: Double,
    into result: UnsafeMutablePointer<Float>, planeStride: Int
  ) {
    for x in 0..<width {
      let share = 1 / counts[x]
      let (guide, target) = (sums[x] * share, sums[width &+ x] * share)
      // Rounding may make a variance of 0 negative.
      let variance = max(sums[2 &* width &+ x] * share - guide * guide, 0)
      let covariance = sums[3 &* width &+ x] * share - guide * target
      let a = covariance / (variance + epsilon)
      result[x] = Float(a)
      result[planeStride &+ x] = Float(target - a * guide)
    }
  }
}

/// Sums of a guide of three channels: I (3), p, I I (6: the upper triangle row by row), I p (3).
enum ColorMoments {
  /// Adds a row, or subtracts it if the sign is -1.
  static func add(
    row: Int, width: Int, _ p: UnsafePointer<Float>, _ i: UnsafePointer<Float>, planeStride: Int,
    _ sign: Double, to sums: UnsafeMutablePointer<Double>
  ) {
    let p = p + row
    let (first, second, third) = (i + row, i + row + planeStride, i + row + 2 * planeStride)
    for x in 0..<width {
      let target = Double(p[x])
      let guide = SIMD4<Double>(Double(first[x]), Double(second[x]), Double(third[x]), 0)
      let signed = sign * guide
      var place = sums + x
      @inline(__always) func add(_ value: Double) {
        place.pointee += value
        place += width
      }
      add(signed[0])
      add(signed[1])
      add(signed[2])
      add(sign * target)
      add(signed[0] * guide[0])
      add(signed[0] * guide[1])
      add(signed[0] * guide[2])
      add(signed[1] * guide[1])
      add(signed[1] * guide[2])
      add(signed[2] * guide[2])
      add(signed[0] * target)
      add(signed[1] * target)
      add(signed[2] * target)
    }
  }

  /// Computes a and b from the sums over windows (equations 19 and 20).
  ///
  /// The method factors the matrix `Σ + ε` into `L D Lᵀ`. Cofactors would be differences of nearly equal products
  /// where the guide is gray, and lose all precision for small ε.
  static func solve(
    _ sums: UnsafePointer<Double>, _ counts: UnsafePointer<Double>, width: Int, epsilon: Double,
    into result: UnsafeMutablePointer<Float>, planeStride: Int
  ) {
    for x in 0..<width {
      let share = 1 / counts[x]
      @inline(__always) func mean(_ quantity: Int) -> Double {
        sums[quantity &* width &+ x] * share
      }
      let (r, g, b, target) = (mean(0), mean(1), mean(2), mean(3))
      let rr = max(mean(4) - r * r, 0) + epsilon
      let rg = mean(5) - r * g
      let rb = mean(6) - r * b
      let gg = max(mean(7) - g * g, 0) + epsilon
      let gb = mean(8) - g * b
      let bb = max(mean(9) - b * b, 0) + epsilon
      let (rp, gp, bp) = (mean(10) - r * target, mean(11) - g * target, mean(12) - b * target)
      let (l10, l20) = (rg / rr, rb / rr)
      // No pivot is below the minimum eigenvalue, at least epsilon, except by rounding.
      let d1 = max(gg - l10 * rg, epsilon)
      let gbRest = gb - l10 * rb
      let l21 = gbRest / d1
      let d2 = max(bb - l20 * rb - l21 * gbRest, epsilon)
      let y1 = gp - l10 * rp
      let a2 = (bp - l20 * rp - l21 * y1) / d2
      let a1 = y1 / d1 - l21 * a2
      let a0 = rp / rr - l10 * a1 - l20 * a2
      result[x] = Float(a0)
      result[planeStride &+ x] = Float(a1)
      result[2 &* planeStride &+ x] = Float(a2)
      result[3 &* planeStride &+ x] = Float(target - (a0 * r + a1 * g + a2 * b))
    }
  }
}
