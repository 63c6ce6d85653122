import Foundation

extension ClosedRange<Double> {
  /// The range as messages name it: whole bounds without a fraction.
  package var text: String {
    func short(_ bound: Double) -> String {
      bound == bound.rounded() ? String(format: "%.0f", bound) : "\(bound)"
    }
    return "\(short(lowerBound))...\(short(upperBound))"
  }
}
