/// Describes where a gradient differs from central differences of its function, or returns `nil`.
///
/// It moves every coordinate, so the function should be small.
/// - Parameters:
///   - gradient: the gradient of `function` at `point`.
///   - step: the distance that a coordinate moves to each side.
///   - tolerance: the allowed difference, relative to the largest component of the gradient or to 1.
public func finiteDifferenceMismatch(
  _ gradient: ReferenceTensor, of function: (ReferenceTensor) -> Double,
  at point: ReferenceTensor, step: Double = 1e-5, tolerance: Double = 1e-7
) -> String? {
  guard gradient.shape == point.shape else {
    return "the gradient's shape is \(gradient.shape) instead of \(point.shape)"
  }
  var differences = ReferenceTensor(zeros: point.shape)
  for index in 0..<point.count {
    var (ahead, behind) = (point, point)
    ahead.values[index] += step
    behind.values[index] -= step
    differences.values[index] = (function(ahead) - function(behind)) / (2 * step)
  }
  return mismatch(
    gradient, differences, Tolerance(absolute: tolerance * max(1, differences.magnitude)))
}

/// Describes how far `<A x, y>` and `<x, A' y>` differ, or returns `nil` if they are equal except for
/// rounding.
/// - Parameters:
///   - forward: `A x`.
///   - backward: `A' y`.
///   - terms: the number of products behind each sample of `forward` and `backward`.
public func adjointMismatch(
  forward: ReferenceTensor, against y: ReferenceTensor, backward: ReferenceTensor,
  against x: ReferenceTensor, terms: Int
) -> String? {
  let (left, right) = (forward.dot(y), backward.dot(x))
  let magnitude =
    zip(forward.values, y.values).reduce(0) { $0 + abs($1.0 * $1.1) }
    + zip(backward.values, x.values).reduce(0) { $0 + abs($1.0 * $1.1) }
  let bound = Double(terms + 1) * 0x1p-24 * magnitude
  // The condition is written so that NaN fails.
  guard abs(left - right) <= bound else {
    return "<A x, y> = \(left) and <x, A' y> = \(right) differ by more than \(bound)"
  }
  return nil
}
