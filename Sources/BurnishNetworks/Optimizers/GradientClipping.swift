import BurnishCore
import BurnishTensors

/// A limit on gradients, so that one bad batch cannot move the parameters far off.
public enum GradientClipping: Sendable, Hashable, Codable {
  case none
  /// Scales all gradients together down to this Euclidean norm if their norm is larger.
  case globalNorm(Float)
  /// Clamps every sample of every gradient to ± this value.
  case value(Float)

  /// Limits `gradients`.
  /// - Returns: their Euclidean norm before. If a gradient is not finite, neither is the norm. The
  ///   gradients then stay as they are, and the caller should skip the step.
  @discardableResult
  public func apply(to gradients: inout [Tensor]) -> Float {
    let norm = Self.globalNorm(of: gradients)
    guard norm.isFinite else { return norm }
    switch self {
    case .none: break
    case .globalNorm(let bound):
      require(bound > 0, "the bound \(bound) on the norm must be positive")
      let scale = bound / norm
      if norm > bound { gradients = gradients.map { $0 * scale } }
    case .value(let bound):
      require(bound > 0, "the bound \(bound) on gradients must be positive")
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
