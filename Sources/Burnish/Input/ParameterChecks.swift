import BurnishCore

/// Asks for the strength of noise that a user may choose: positive and finite, or unknown.
///
/// - Parameter sigma: the standard deviation for samples in 0...255.
/// - Throws: ``Failure`` of the kind `usage` for others.
@inline(never)
func checkNoise(_ sigma: Float?) throws(Failure) {
  guard let sigma, !(sigma > 0 && sigma.isFinite) else { return }
  throw Failure(
    .usage, "sigma", found: "\(sigma)", wanted: "a positive number, for samples in 0...255",
    choice: .sigma)
}

/// Asks for a target's planes, and a guide of their size.
///
/// - Throws: ``Failure`` of the kind `badData` for other shapes.
@inline(never)
func checkPlanes(_ target: [Int], guide: [Int]) throws(Failure) {
  guard target.count == 4, target[0] == 1, !target.contains(0) else {
    throw Failure(
      .badData, "target", found: "the shape \(target)", wanted: "[1, C, H, W] without a 0")
  }
  guard guide.count == 4, guide[0] == 1, guide[1] == 1 || guide[1] == 3,
    guide[2...] == target[2...]
  else {
    throw Failure(
      .badData, "guide", found: "the shape \(guide)",
      wanted: "[1, 1 or 3, \(target[2]), \(target[3])]")
  }
}
