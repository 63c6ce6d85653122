import BurnishCore
import BurnishNetworks
import BurnishTensors

extension ParameterSet {
  /// Starts a network of rounds (`round1`, `round2`, …) from the weights of one with fewer: rounds that
  /// those lack become copies of their last one.
  ///
  /// - Parameters:
  ///   - weights: by path, of a network that differs in nothing but its rounds.
  ///   - source: what the weights were read from, for the error message.
  /// - Throws: a ``Failure`` that names the first tensor that is missing or has another shape.
  public func load(
    roundsOf weights: [String: Tensor], from source: String
  ) throws(Failure) {
    var complete = weights
    for parameter in all where weights[parameter.path] == nil {
      guard let (round, rest) = roundAndRest(of: parameter.path) else { continue }
      let earlier = (0..<round).reversed().lazy.compactMap { weights["round\($0).\(rest)"] }
      if let tensor = earlier.first { complete[parameter.path] = tensor }
    }
    try load(complete, from: source)
  }
}

/// The number of the round that a path lies in, and the path within the round.
private func roundAndRest(of path: String) -> (round: Int, rest: Substring)? {
  guard path.hasPrefix("round"), let dot = path.firstIndex(of: "."),
    let round = Int(path[..<dot].dropFirst("round".count))
  else { return nil }
  return (round, path[path.index(after: dot)...])
}
