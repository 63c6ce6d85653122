import BurnishCore
import Foundation

/// A plot of one or more lines over a common axis, such as energies, errors, or training logs.
///
/// ```swift
/// var plot = LinePlot(title: "Training", horizontal: .init("step"), vertical: .init("loss", .logarithmic))
/// plot.series.append(.init("training", values: losses))
/// try plot.write(to: "training.svg")
/// ```
public struct LinePlot: Sendable {
  /// The scale of an axis.
  public enum Scale: Sendable, Hashable {
    case linear
    /// A logarithmic scale; it leaves out values that are not positive.
    case logarithmic
  }

  public struct Axis: Sendable, Hashable {
    /// The quantity and its unit.
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

  /// One line. Points that are not finite, beyond ±1e300, or not positive on a logarithmic axis interrupt it.
  public struct Series: Sendable, Hashable {
    public var name: String
    public var points: [Point]

    public init(_ name: String, points: [Point]) { (self.name, self.points) = (name, points) }

    /// Makes a line of values over 1, 2, 3, and so on.
    public init(_ name: String, values: [Double]) {
      self.init(
        name, points: values.enumerated().map { Point(x: Double($0 + 1), y: $1) })
    }
  }

  public var title: String
  public var horizontal: Axis
  public var vertical: Axis
  /// The lines in the order of the legend; the first five have distinct colors, the next five are dashed.
  public var series: [Series]

  public init(title: String, horizontal: Axis, vertical: Axis, series: [Series] = []) {
    self.title = title
    (self.horizontal, self.vertical) = (horizontal, vertical)
    self.series = series
  }

  /// Writes the plot as an SVG file, which appears only when complete.
  ///
  /// - Throws: ``Failure`` of the kind `cannotCreate` or `inputOutput`, as `AtomicFile` does.
  public func write(to path: String) throws(Failure) {
    try AtomicFile.write(Array(svg.utf8), to: path)
  }

  /// Splits a series into stretches that the axes can show.
  func stretches(_ series: Series) -> [[Point]] {
    // These limits keep the span of an axis finite.
    let shown = -1e300...1e300
    return series.points.split { point in
      !shown.contains(point.x) || !shown.contains(point.y)
        || (horizontal.scale == .logarithmic && point.x <= 0)
        || (vertical.scale == .logarithmic && point.y <= 0)
    }.map(Array.init)
  }
}
