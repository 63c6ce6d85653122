/// The penalty φ of gradient lengths that the minimization adds.
///
/// A pixel's gradient length is joint: the root of the sum of its squared differences, to the right and
/// downward, in all colors. So the penalty favors no direction and no color, and edges coincide in all colors.
public enum GradientPenalty: String, Sendable, Hashable, CaseIterable {
  /// φ(d) = |d|, isotropic total variation. The minimum is unique.
  case totalVariation = "tv"
  /// φ(d) = 1 unless d = 0: counts the pixels at edges.
  ///
  /// Linear solves leave hardly any gradient exactly 0. So the energy of an image, but not of the auxiliary v,
  /// treats gradients of at most half an 8-bit level, 1/510, as 0.
  case l0
  /// φ(d) = |d|^(2/3): between the two, and close to the distribution of gradients in photographs.
  case hyperLaplacian = "hyper-laplacian"
}

extension GradientPenalty {
  /// The v-step for a row of gradients: the v that minimizes φ(v) + β/2 |v − d|², a multiple of d.
  ///
  /// - Parameters:
  ///   - squares: the squared lengths of d, replaced by the factors v / d in 0...1.
  ///   - scratch: room for as many numbers.
  /// - Returns: the sum of φ(v).
  func shrink(
    _ squares: UnsafeMutablePointer<Float>, count: Int, beta: Float,
    scratch: UnsafeMutablePointer<Float>
  ) -> Double {
    switch self {
    case .totalVariation:
      // The soft threshold shortens each length by 1/β.
      let threshold = 1 / beta
      for i in 0..<count {
        let length = squares[i].squareRoot()
        let rest = length - threshold
        let kept = rest > 0 ? rest : 0
        scratch[i] = kept
        squares[i] = kept / (length > threshold ? length : threshold)
      }
    case .l0:
      // The hard threshold removes gradients that cost more than their distance from 0.
      let threshold = 2 / beta
      for i in 0..<count {
        squares[i] = squares[i] > threshold ? 1 : 0
        scratch[i] = squares[i]
      }
    case .hyperLaplacian:
      // With c = 2 / 3β, |v| = c^(3/4) τ³, and |d| = c^(3/4) ξ, stationary points other than 0 fulfill
      // τ⁴ − ξ τ + 1 = 0. The minimum is the larger root if ξ > 2, and else 0. The quartic is convex, so
      // Newton's steps from the right of the root converge to it without a safeguard.
      let root = (2 / (3 * beta)).squareRoot()
      let inverseScale = 1 / (root * root.squareRoot())
      for i in 0..<count {
        let xi = squares[i].squareRoot() * inverseScale
        let inside = xi > 2 ? xi : 2
        var tau = roughCubeRoot(inside)
        for _ in 0..<6 {
          let cube = tau * tau * tau
          tau = (3 * cube * tau - 1) / (4 * cube - inside)
        }
        squares[i] = xi > 2 ? tau * tau * tau / inside : 0
        scratch[i] = xi > 2 ? root * tau * tau : 0
      }
    }
    return sum(scratch, count: count)
  }

  /// The sum of φ over a row of gradients.
  ///
  /// - Parameter squares: the squared lengths of the gradients, which are overwritten.
  func sum(ofSquares squares: UnsafeMutablePointer<Float>, count: Int) -> Double {
    switch self {
    case .totalVariation:
      for i in 0..<count { squares[i].formSquareRoot() }
    case .l0:
      let minimum: Float = 1 / (510 * 510)
      for i in 0..<count { squares[i] = squares[i] > minimum ? 1 : 0 }
    case .hyperLaplacian:
      for i in 0..<count {
        let square = squares[i]
        var root = roughCubeRoot(square)
        // Each of E. Halley's steps triples the correct digits.
        for _ in 0..<2 {
          let cube = root * root * root
          root *= (cube + 2 * square) / (2 * cube + square)
        }
        // Set lengths under 1e-15 to 0, because the rough root of 0 is not 0.
        squares[i] = square > 1e-30 ? root : 0
      }
    }
    return sum(squares, count: count)
  }

  private func sum(_ values: UnsafePointer<Float>, count: Int) -> Double {
    BurnishFilters.sum(count) { values[$0] }
  }
}

/// The cube root within a few percent, by a third of the exponent.
@inline(__always)
private func roughCubeRoot(_ x: Float) -> Float {
  Float(bitPattern: x.bitPattern / 3 + 0x2a51_19f2)
}

/// The sum of `value` over `0..<count` in double precision.
@inline(__always)
func sum(_ count: Int, _ value: (Int) -> Float) -> Double {
  // Four independent sums run in parallel.
  var totals = SIMD4<Double>.zero
  let whole = count & ~3
  for i in stride(from: 0, to: whole, by: 4) {
    totals += SIMD4<Double>(SIMD4<Float>(value(i), value(i + 1), value(i + 2), value(i + 3)))
  }
  var total = totals.sum()
  for i in whole..<count { total += Double(value(i)) }
  return total
}
