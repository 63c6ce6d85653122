import BurnishCore
import Foundation

/// An image of one or more lines over a common axis: energies, errors, logs of trainings.
///
/// ```swift
/// var plot = LinePlot(title: "Training", horizontal: .init("step"), vertical: .init("loss", .logarithmic))
/// plot.series.append(.init("training", values: losses))
/// try plot.write(to: "training.svg")
/// ```
public struct LinePlot: Sendable {
  /// How values are spread along an axis.
  public enum Scale: Sendable, Hashable {
    case linear
    /// By their logarithms; values that are not positive are left out.
    case logarithmic
  }

  public struct Axis: Sendable, Hashable {
    /// What is shown, with its unit.
    public var title: String
    public var scale: Scale

    public init(_ title: String, _ scale: Scale = .linear) {
      (self.title, self.scale) = (title, scale)
    }
  }

  public struct Point: Sendable, Hashable {
    public var x: Double
    public var y: Double

    public init(x: Double, y: Double) { (self.x, self.y) = (x, y) }
  }

  /// One line. A point that is not finite or is beyond ±1e300, or that a logarithmic axis cannot show, interrupts it.
  public struct Series: Sendable, Hashable {
    public var name: String
    public var points: [Point]

    public init(_ name: String, points: [Point]) { (self.name, self.points) = (name, points) }

    /// Values over 1, 2, 3 and so on.
    public init(_ name: String, values: [Double]) {
      self.init(
        name, points: values.enumerated().map { Point(x: Double($0 + 1), y: $1) })
    }
  }

  public var title: String
  public var horizontal: Axis
  public var vertical: Axis
  /// In the order of the legend; five have colors of their own, the next five the same ones dashed.
  public var series: [Series]

  public init(title: String, horizontal: Axis, vertical: Axis, series: [Series] = []) {
    self.title = title
    (self.horizontal, self.vertical) = (horizontal, vertical)
    self.series = series
  }

  /// Writes the plot as an SVG file, which appears under its name only when it is complete.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate` or `inputOutput`, as `AtomicFile` has them.
  public func write(to path: String) throws(Failure) {
    try AtomicFile.write(Array(svg.utf8), to: path)
  }

  /// The stretches of a series that can be shown.
  func stretches(_ series: Series) -> [[Point]] {
    // The span of an axis is finite as well.
    let shown = -1e300...1e300
    return series.points.split { point in
      !shown.contains(point.x) || !shown.contains(point.y)
        || (horizontal.scale == .logarithmic && point.x <= 0)
        || (vertical.scale == .logarithmic && point.y <= 0)
    }.map(Array.init)
  }
}
