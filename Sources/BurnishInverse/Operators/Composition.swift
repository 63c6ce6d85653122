import BurnishCore
import BurnishSolvers
import BurnishTensors

/// A sequence of degradations.
public struct Composition: ImageOperator {
  /// The degradations, in the order of application.
  public let parts: [any ImageOperator]

  public var inputShape: [Int] { parts[0].inputShape }
  public var outputShape: [Int] { parts[parts.count - 1].outputShape }

  /// - Parameter parts: at least one; each takes the output of the previous one.
  /// - Throws: ``Failure`` of the kind `badData` for other parts.
  public init(_ parts: [any ImageOperator]) throws(Failure) {
    try Self.check(parts)
    self.parts = parts
  }

  @inline(never)
  private static func check(_ parts: [any ImageOperator]) throws(Failure) {
    guard !parts.isEmpty else {
      throw Failure(.badData, "degradation", found: "no part", wanted: "one at least")
    }
    for (first, second) in zip(parts, parts.dropFirst())
    where first.outputShape != second.inputShape {
      throw Failure(
        .badData, "degradation",
        found: "a part whose output is \(first.outputShape) before one for \(second.inputShape)",
        wanted: "parts that go together")
    }
  }

  public var squaredNorm: Double { parts.reduce(1) { $0 * $1.squaredNorm } }

  /// The inverse for the only part besides masks that keep nearly all samples; `nil` if there is not exactly one.
  public func normalInverse(shift: Double, gradientWeight: Double) -> (any LinearOperator)? {
    let others = parts.filter { !(($0 as? Mask)?.keepsNearlyAll ?? false) }
    return others.count == 1
      ? others[0].normalInverse(shift: shift, gradientWeight: gradientWeight) : nil
  }

  public func apply(_ x: Tensor) -> Tensor { parts.reduce(x) { $1.apply($0) } }

  public func applyAdjoint(_ y: Tensor) -> Tensor {
    parts.reversed().reduce(y) { $1.applyAdjoint($0) }
  }
}
