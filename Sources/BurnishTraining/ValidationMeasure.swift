/// What the score of a validation is.
public struct ValidationMeasure: Sendable, Hashable {
  public enum Direction: Sendable, Hashable {
    /// As of an error.
    case lowerIsBetter
    /// As of a signal-to-noise ratio.
    case higherIsBetter
  }

  /// `RMSE`.
  public let name: String
  /// `cm`; empty for a pure number.
  public let unit: String
  public let direction: Direction
  /// What the score is held against, in words: `bicubic`.
  public let baseline: String

  public init(name: String, unit: String, direction: Direction, baseline: String) {
    self.name = name
    self.unit = unit
    self.direction = direction
    self.baseline = baseline
  }

  /// The score that every other one is better than.
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

  /// The name of the log's column: `validation_rmse_cm`.
  var column: String {
    let words = "validation \(name) \(unit)".lowercased().split { !$0.isLetter && !$0.isNumber }
    return words.joined(separator: "_")
  }
}
