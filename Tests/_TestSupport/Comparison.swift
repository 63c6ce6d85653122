import BurnishTensors

/// The allowed difference between a sample in single precision and the reference.
public struct Tolerance: Sendable {
  public let absolute: Double
  public let relative: Double

  public init(absolute: Double = 0, relative: Double = 0) {
    (self.absolute, self.relative) = (absolute, relative)
  }

  /// The n * eps bound of a sum of `terms` rounded products.
  /// - Parameter magnitude: the largest sum of the products' absolute values.
  public static func sum(terms: Int, magnitude: Double) -> Tolerance {
    Tolerance(absolute: Double(terms + 1) * 0x1p-24 * magnitude)
  }

  /// A few roundings of single precision, relative to the sample.
  public static func roundings(_ count: Int) -> Tolerance {
    Tolerance(absolute: Double(count) * 0x1p-126, relative: Double(count) * 0x1p-24)
  }

  /// Bitwise equality, except for the sign of zero.
  public static let exact = Tolerance()
}

/// Describes how two arrays differ by more than the tolerance, or returns `nil` if they do not.
///
/// Shapes, counts, infinities, and the places of NaN must be equal. The text names the worst place, its two
/// values, and the number of places that differ.
public func mismatch(
  _ actual: ReferenceTensor, _ expected: ReferenceTensor, _ tolerance: Tolerance
) -> String? {
  guard actual.shape == expected.shape else {
    return "the shape is \(actual.shape) instead of \(expected.shape)"
  }
  guard actual.count == expected.count else {
    return "there are \(actual.count) values instead of \(expected.count)"
  }
  var (worst, worstExcess, differing) = (0, 0.0, 0)
  for index in 0..<actual.count {
    let (a, e) = (actual.values[index], expected.values[index])
    if a == e || (a.isNaN && e.isNaN) { continue }
    let excess = abs(a - e) / (tolerance.absolute + tolerance.relative * abs(e))
    // NaN or infinity on one side only is the worst difference.
    let isBad = !(excess <= 1) || !a.isFinite || !e.isFinite
    guard isBad else { continue }
    differing += 1
    let rank = excess.isNaN ? .infinity : excess
    if rank > worstExcess { (worst, worstExcess) = (index, rank) }
  }
  guard differing > 0 else { return nil }
  return
    "\(differing) of \(actual.count) values differ, worst at \(actual.indices(of: worst)): "
    + "\(actual.values[worst]) instead of \(expected.values[worst]), "
    + "\(worstExcess) times the tolerance \(tolerance)"
}

/// Describes how a tensor differs from a reference by more than the tolerance, or returns `nil` if it does
/// not.
public func mismatch(
  _ actual: Tensor, _ expected: ReferenceTensor, _ tolerance: Tolerance
) -> String? {
  mismatch(ReferenceTensor(actual), expected, tolerance)
}

/// Describes how the bytes of two tensors differ, or returns `nil` if they do not.
public func byteMismatch(_ actual: Tensor, _ expected: Tensor) -> String? {
  guard actual.shape == expected.shape else {
    return "the shape is \(actual.shape) instead of \(expected.shape)"
  }
  let (a, e) = (actual.values, expected.values)
  guard a.count == e.count else { return "there are \(a.count) values instead of \(e.count)" }
  let places = a.indices.filter { a[$0].bitPattern != e[$0].bitPattern }
  guard let first = places.first else { return nil }
  return
    "\(places.count) of \(a.count) values differ in their bits, the first at "
    + "\(ReferenceTensor(zeros: actual.shape).indices(of: first)): \(a[first]) and \(e[first])"
}
