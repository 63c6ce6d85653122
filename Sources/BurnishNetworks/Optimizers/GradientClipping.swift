import BurnishTensors

/// A bound on gradients, so that one bad batch cannot throw the parameters far off.
public enum GradientClipping: Sendable, Hashable, Codable {
  case none
  /// All gradients together are scaled down to this Euclidean norm where theirs is larger.
  case globalNorm(Float)
  /// Every sample of every gradient is kept inside ± this value.
  case value(Float)

  /// Bounds `gradients`.
  /// - Returns: their Euclidean norm before. It is not finite if a gradient is not: then the
  ///   gradients are left as they are, and the caller should not take the step.
  @discardableResult
  public func apply(to gradients: inout [Tensor]) -> Float {
    let norm = Self.globalNorm(of: gradients)
    guard norm.isFinite else { return norm }
    switch self {
    case .none: break
    case .globalNorm(let bound):
      precondition(bound > 0, "the bound \(bound) on the norm must be positive")
      let scale = bound / norm
      if norm > bound { gradients = gradients.map { $0 * scale } }
    case .value(let bound):
      precondition(bound > 0, "the bound \(bound) on gradients must be positive")
      for index in gradients.indices {
        gradients[index].withUnsafeMutableSamples { samples in
          for index in samples.indices { samples[index] = min(max(samples[index], -bound), bound) }
        }
      }
    }
    return norm
  }

  /// The Euclidean norm of all gradients together, summed in double precision.
  public static func globalNorm(of gradients: [Tensor]) -> Float {
    let gradients = gradients.map { $0.plain() }
    let squares = [Double](unsafeUninitializedCapacity: gradients.count) { squares, count in
      let squares = squares.baseAddress
      Parallel.forEachRange(gradients.count) { range in
        for index in range {
          squares![index] = gradients[index].withUnsafeSamples { samples in
            var total = 0.0
            for sample in samples { total += Double(sample) * Double(sample) }
            return total
          }
        }
      }
      count = gradients.count
    }
    return Float(squares.reduce(0, +).squareRoot())
  }
}
