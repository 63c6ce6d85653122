/// The meaning of a validation score.
public struct ValidationMeasure: Sendable, Hashable {
  public enum Direction: Sendable, Hashable {
    /// For errors.
    case lowerIsBetter
    /// For signal-to-noise ratios.
    case higherIsBetter
  }

  /// The name of the measure, such as `RMSE`.
  public let name: String
  /// The unit, such as `cm`; empty for a pure number.
  public let unit: String
  public let direction: Direction
  /// The baseline to compare the score with, in words, such as `bicubic`.
  public let baseline: String

  public init(name: String, unit: String, direction: Direction, baseline: String) {
    self.name = name
    self.unit = unit
    self.direction = direction
    self.baseline = baseline
  }

  /// The worst score, which every other score improves on.
  public var worst: Double {
    switch direction {
    case .lowerIsBetter: .infinity
    case .higherIsBetter: -.infinity
    }
  }

  public func isBetter(_ score: Double, than other: Double) -> Bool {
    switch direction {
    case .lowerIsBetter: score < other
    case .higherIsBetter: score > other
    }
  }

  /// The name of the log's column, such as `validation_rmse_cm`.
  var column: String {
    let words = "validation \(name) \(unit)".lowercased().split { !$0.isLetter && !$0.isNumber }
    return words.joined(separator: "_")
  }
}
