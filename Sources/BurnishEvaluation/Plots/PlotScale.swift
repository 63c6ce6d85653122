import Foundation

/// The places of values along an axis, and its ticks.
struct PlotScale {
  let scale: LinePlot.Scale
  /// The ends of the axis: values, or their decimal logarithms.
  let range: ClosedRange<Double>

  /// - Parameters:
  ///   - values: finite, and positive if logarithmic; if empty, the axis goes from 0 to 1, or from 1 to 10.
  ///   - margin: the free space at each end, as a fraction of the values' span.
  init(_ scale: LinePlot.Scale, values: [Double], margin: Double) {
    self.scale = scale
    let places = values.map { scale == .linear ? $0 : log10($0) }
    let (minimum, maximum) = (places.min() ?? 0, places.max() ?? 1)
    // Equal values are in the middle.
    let span = maximum - minimum
    let isFlat = span <= 1e-12 * max(1, abs(minimum))
    let free = isFlat ? max(0.5, abs(minimum) * 1e-3) : span * margin
    range = minimum - free...maximum + free
  }

  /// Returns the place of a value, 0 at the axis's start and 1 at its end.
  func place(of value: Double) -> Double {
    ((scale == .linear ? value : log10(value)) - range.lowerBound)
      / (range.upperBound - range.lowerBound)
  }

  /// The round values to mark, in order.
  var ticks: [Double] {
    switch scale {
    case .linear: return Self.ticks(in: range)
    case .logarithmic:
      for digits in [[1.0], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]] {
        let ticks = self.ticks(digits: digits)
        if ticks.count > 2 { return Self.thinned(ticks) }
      }
      // The range is smaller than these steps, so its ticks are those of a linear axis.
      return Self.ticks(in: pow(10, range.lowerBound)...pow(10, range.upperBound))
    }
  }

  /// Returns the digits' multiples of powers of ten within the range.
  private func ticks(digits: [Double]) -> [Double] {
    (Int(range.lowerBound.rounded(.down))...Int(range.upperBound.rounded(.up))).flatMap { power in
      digits.map { $0 * pow(10, Double(power)) }
    }.filter { range.contains(log10($0)) }
  }

  /// Returns at most ten of the ticks, evenly chosen.
  private static func thinned(_ ticks: [Double]) -> [Double] {
    let step = (ticks.count + 9) / 10
    return ticks.enumerated().filter { $0.offset % step == 0 }.map(\.element)
  }

  /// Returns about six multiples of 1, 2, or 5 times a power of ten.
  private static func ticks(in range: ClosedRange<Double>) -> [Double] {
    let rough = (range.upperBound - range.lowerBound) / 6
    let power = pow(10, log10(rough).rounded(.down))
    let step = power * ([1, 2, 5].first { $0 * power >= rough } ?? 10)
    let first = (range.lowerBound / step).rounded(.up)
    let last = (range.upperBound / step).rounded(.down)
    guard first <= last else { return [] }
    // Adding 0 turns -0 into 0.
    return stride(from: first, through: last, by: 1).map { $0 * step + 0 }
  }

  /// Formats a value with the fewest digits that distinguish the ticks.
  func label(_ value: Double) -> String {
    for digits in 4...12 {
      let label = String(format: "%.\(digits)g", value)
      if digits == 12 || abs(Double(label)! - value) <= 1e-9 * max(abs(value), span) {
        return label
      }
    }
    return ""
  }

  private var span: Double {
    scale == .linear ? range.upperBound - range.lowerBound : 0
  }
}
