import BurnishCore
import BurnishNetworks
import BurnishTensors

extension ParameterSet {
  /// Loads weights with fewer rounds into a network of rounds (`round1`, `round2`, …). Missing rounds
  /// become copies of the last existing one.
  ///
  /// - Parameters:
  ///   - weights: the weights by path, from a network that differs only in the number of rounds.
  ///   - source: the source of the weights, named in errors.
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

/// The number of a path's round, and the path within the round.
private func roundAndRest(of path: String) -> (round: Int, rest: Substring)? {
  guard path.hasPrefix("round"), let dot = path.firstIndex(of: "."),
    let round = Int(path[..<dot].dropFirst("round".count))
  else { return nil }
  return (round, path[path.index(after: dot)...])
}
