import BurnishCore

/// A small dense symmetric matrix in double precision.
public struct SymmetricMatrix: Sendable {
  public let size: Int
  /// Row by row.
  private var elements: [Double]

  /// - Parameter elements: `size` rows of `size` numbers; the lower triangle must mirror the upper.
  public init(size: Int, _ elements: [Double]) {
    require(
      size > 0 && elements.count == size * size,
      "\(elements.count) elements make no \(size)x\(size) matrix")
    self.size = size
    self.elements = elements
  }

  /// The eigenvalues in ascending order, by Jacobi's cyclic rotations.
  ///
  /// Sweeps stop when the norm off the diagonal is at most 1e-12 of the whole, or after 50 sweeps.
  public func eigenvalues() -> [Double] {
    var a = elements
    let whole = a.reduce(0) { $0 + $1 * $1 }
    for _ in 0..<50 {
      var outside = 0.0
      for p in 0..<size { for q in 0..<p { outside += 2 * a[p * size + q] * a[p * size + q] } }
      if outside <= 1e-24 * whole { break }
      for p in 0..<size - 1 {
        for q in p + 1..<size { rotate(&a, p, q) }
      }
    }
    return (0..<size).map { a[$0 * size + $0] }.sorted()
  }

  /// Rotates the plane of two axes to make the element at their crossing 0.
  private func rotate(_ a: inout [Double], _ p: Int, _ q: Int) {
    let crossing = a[p * size + q]
    guard crossing != 0 else { return }
    let theta = (a[q * size + q] - a[p * size + p]) / (2 * crossing)
    let tangent = (theta >= 0 ? 1.0 : -1.0) / (theta.magnitude + (theta * theta + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    for k in 0..<size {
      let (x, y) = (a[k * size + p], a[k * size + q])
      a[k * size + p] = cosine * x - sine * y
      a[k * size + q] = sine * x + cosine * y
    }
    for k in 0..<size {
      let (x, y) = (a[p * size + k], a[q * size + k])
      a[p * size + k] = cosine * x - sine * y
      a[q * size + k] = sine * x + cosine * y
    }
  }
}
