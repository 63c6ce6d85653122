import Foundation

/// Where values stand along an axis, and which are marked.
struct PlotScale {
  let scale: LinePlot.Scale
  /// The ends of the axis: values, or their decimal logarithms.
  let range: ClosedRange<Double>

  /// - Parameters:
  ///   - values: finite, and positive if logarithmic; without any the axis goes from 0 to 1, or from 1 to 10.
  ///   - margin: the share of the values' span that is left free at each end.
  init(_ scale: LinePlot.Scale, values: [Double], margin: Double) {
    self.scale = scale
    let places = values.map { scale == .linear ? $0 : log10($0) }
    let (least, greatest) = (places.min() ?? 0, places.max() ?? 1)
    // Values all alike stand in the middle.
    let span = greatest - least
    let isFlat = span <= 1e-12 * max(1, abs(least))
    let free = isFlat ? max(0.5, abs(least) * 1e-3) : span * margin
    range = least - free...greatest + free
  }

  /// The place of a value, 0 at the axis's beginning and 1 at its end.
  func place(of value: Double) -> Double {
    ((scale == .linear ? value : log10(value)) - range.lowerBound)
      / (range.upperBound - range.lowerBound)
  }

  /// Values to mark, round ones, in their order.
  var ticks: [Double] {
    switch scale {
    case .linear: return Self.ticks(in: range)
    case .logarithmic:
      for digits in [[1.0], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]] {
        let ticks = self.ticks(digits: digits)
        if ticks.count > 2 { return Self.thinned(ticks) }
      }
      // Less than the smallest such step: as on a linear axis.
      return Self.ticks(in: pow(10, range.lowerBound)...pow(10, range.upperBound))
    }
  }

  /// The multiples of powers of ten by digits.
  private func ticks(digits: [Double]) -> [Double] {
    (Int(range.lowerBound.rounded(.down))...Int(range.upperBound.rounded(.up))).flatMap { power in
      digits.map { $0 * pow(10, Double(power)) }
    }.filter { range.contains(log10($0)) }
  }

  /// At most ten, evenly chosen.
  private static func thinned(_ ticks: [Double]) -> [Double] {
    let step = (ticks.count + 9) / 10
    return ticks.enumerated().filter { $0.offset % step == 0 }.map(\.element)
  }

  /// About six multiples of 1, 2 or 5 times a power of ten.
  private static func ticks(in range: ClosedRange<Double>) -> [Double] {
    let rough = (range.upperBound - range.lowerBound) / 6
    let power = pow(10, log10(rough).rounded(.down))
    let step = power * ([1, 2, 5].first { $0 * power >= rough } ?? 10)
    let first = (range.lowerBound / step).rounded(.up)
    let last = (range.upperBound / step).rounded(.down)
    guard first <= last else { return [] }
    // The sum makes a zero of a negative one.
    return stride(from: first, through: last, by: 1).map { $0 * step + 0 }
  }

  /// A value in as few digits as tell the ticks apart.
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
