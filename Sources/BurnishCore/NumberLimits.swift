import Foundation

/// Which numbers are allowed, and how messages say so.
public struct NumberLimits<Number: Sendable>: Sendable {
  /// What is allowed, in words: `a whole number in 1...16`.
  public let wanted: String
  public let allows: @Sendable (Number) -> Bool

  public init(_ wanted: String, allows: @escaping @Sendable (Number) -> Bool) {
    (self.wanted, self.allows) = (wanted, allows)
  }
}

extension NumberLimits where Number: FixedWidthInteger {
  /// Whole numbers of a range.
  public static func whole(_ range: ClosedRange<Number>) -> Self {
    Self("a whole number in \(range)") { range.contains($0) }
  }

  /// Whole numbers of at least so much.
  public static func whole(_ range: PartialRangeFrom<Number>) -> Self {
    Self("a whole number of \(range.lowerBound) or more") { range.contains($0) }
  }
}

extension NumberLimits<Double> {
  /// Numbers of a range.
  ///
  /// - Parameter none: whether 0 is allowed as well and stands for none at all.
  public static func real(_ range: ClosedRange<Double>, orNone none: Bool = false) -> Self {
    Self("a number in \(range.text)" + (none ? ", or 0 for none" : "")) {
      range.contains($0) || (none && $0 == 0)
    }
  }
}

extension ClosedRange<Double> {
  /// The range in messages: whole bounds without a fraction.
  public var text: String {
    func short(_ bound: Double) -> String {
      bound == bound.rounded() ? String(format: "%.0f", bound) : "\(bound)"
    }
    return "\(short(lowerBound))...\(short(upperBound))"
  }
}
