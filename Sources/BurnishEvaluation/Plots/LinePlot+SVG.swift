import Foundation

extension LinePlot {
  private static let (width, height) = (760.0, 460.0)
  /// The edges of the lines' frame and, at the right, of the legend.
  private static let (left, end, top, bottom) = (86.0, 744.0, 44.0, 400.0)
  /// Colors that color-blind readers can tell apart (M. Okabe, K. Ito); lines beyond these are dashed.
  private static let colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000"]
  /// The maximum number of points in a line that has a dot at each.
  private static let mostDots = 60

  /// The plot as an SVG 1.1 document.
  public var svg: String {
    let shown = series.map(stretches)
    let points = shown.flatMap { $0.joined() }
    let x = PlotScale(horizontal.scale, values: points.map(\.x), margin: 0.02)
    let y = PlotScale(vertical.scale, values: points.map(\.y), margin: 0.06)
    let contents =
      [
        element("title", [:], escaped(title)),
        element("rect", ["width": "100%", "height": "100%", "fill": "#ffffff"]),
      ] + grid(x, y) + titles
      + shown.enumerated().flatMap { index, stretches in
        lines(
          stretches.map {
            $0.map { (across(x.place(of: $0.x)), down(y.place(of: $0.y))) }
          }, index)
      } + legend
    let document = element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "version": "1.1", "width": format(Self.width),
        "height": format(Self.height),
        "viewBox": "0 0 \(format(Self.width)) \(format(Self.height))",
        "font-family": "sans-serif", "font-size": "13",
      ], "\n" + contents.joined(separator: "\n") + "\n")
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + document + "\n"
  }

  /// The right edge of the frame, where the legend begins.
  private var right: Double {
    guard let longest = series.map(\.name.count).max() else { return Self.end }
    // Letters are about half as wide as high. Names wider than a third of the image are cut off.
    return Self.end - min(44 + 7.3 * Double(longest), 260)
  }

  private func across(_ place: Double) -> Double { Self.left + place * (right - Self.left) }

  private func down(_ place: Double) -> Double { Self.bottom - place * (Self.bottom - Self.top) }

  /// The frame, with grid lines and labels at round values.
  private func grid(_ x: PlotScale, _ y: PlotScale) -> [String] {
    let columns = x.ticks.flatMap { tick -> [String] in
      let place = across(x.place(of: tick))
      return [
        line(from: (place, Self.top), to: (place, Self.bottom), ["stroke": "#e0e0e0"]),
        text(x.label(tick), at: (place, Self.bottom + 19), ["text-anchor": "middle"]),
      ]
    }
    let rows = y.ticks.flatMap { tick -> [String] in
      let place = down(y.place(of: tick))
      return [
        line(from: (Self.left, place), to: (right, place), ["stroke": "#e0e0e0"]),
        text(y.label(tick), at: (Self.left - 8, place + 4.5), ["text-anchor": "end"]),
      ]
    }
    let frame = element(
      "rect",
      [
        "x": format(Self.left), "y": format(Self.top), "width": format(right - Self.left),
        "height": format(Self.bottom - Self.top), "fill": "none", "stroke": "#404040",
      ])
    return columns + rows + [frame]
  }

  private var titles: [String] {
    let middle = (x: across(0.5), y: down(0.5))
    return [
      text(title, at: (middle.x, 26), ["text-anchor": "middle", "font-size": "16"]),
      text(horizontal.title, at: (middle.x, 440), ["text-anchor": "middle"]),
      text(
        vertical.title, at: (22, middle.y),
        ["text-anchor": "middle", "transform": "rotate(-90 22 \(format(middle.y)))"]),
    ]
  }

  /// Draws the stretches of a series, with a dot at each point if there are few.
  private func lines(_ stretches: [[(Double, Double)]], _ index: Int) -> [String] {
    let lines = stretches.map { stretch in
      element(
        "polyline",
        [
          "points": stretch.map { "\(format($0.0)),\(format($0.1))" }.joined(separator: " "),
          "fill": "none",
        ], style: style(index))
    }
    let points = Array(stretches.joined())
    guard points.count <= Self.mostDots else { return lines }
    return lines
      + points.map {
        element(
          "circle",
          ["cx": format($0.0), "cy": format($0.1), "r": "2.6", "fill": color(index)])
      }
  }

  /// A short piece and the name of each line, to the right of the frame.
  private var legend: [String] {
    series.enumerated().flatMap { index, series in
      let y = Self.top + 12 + 18 * Double(index)
      return [
        line(from: (right + 10, y), to: (right + 32, y), [:], style: style(index)),
        text(series.name, at: (right + 38, y + 4.5), [:]),
      ]
    }
  }

  private func color(_ index: Int) -> String { Self.colors[index % Self.colors.count] }

  private func style(_ index: Int) -> KeyValuePairs<String, String> {
    index / Self.colors.count % 2 == 0
      ? ["stroke": color(index), "stroke-width": "1.8"]
      : ["stroke": color(index), "stroke-width": "1.8", "stroke-dasharray": "7 4"]
  }
}

private typealias Attributes = KeyValuePairs<String, String>

private func line(
  from start: (Double, Double), to end: (Double, Double), _ attributes: Attributes,
  style: Attributes = [:]
) -> String {
  let places: Attributes = [
    "x1": format(start.0), "y1": format(start.1), "x2": format(end.0), "y2": format(end.1),
  ]
  return element("line", places, style: style.isEmpty ? attributes : style)
}

private func text(_ text: String, at place: (Double, Double), _ attributes: Attributes) -> String {
  let places: Attributes = ["x": format(place.0), "y": format(place.1)]
  return element("text", places, escaped(text), style: attributes)
}

/// Makes an XML element.
///
/// - Parameters:
///   - contents: the markup between its tags.
///   - style: more attributes.
private func element(
  _ name: String, _ attributes: Attributes, _ contents: String = "", style: Attributes = [:]
) -> String {
  let list = (Array(attributes) + Array(style)).map { " \($0.key)=\"\($0.value)\"" }.joined()
  return contents.isEmpty ? "<\(name)\(list)/>" : "<\(name)\(list)>\(contents)</\(name)>"
}

/// Formats a coordinate to a hundredth of a pixel.
private func format(_ value: Double) -> String {
  let text = String(format: "%.2f", value)
  return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
}

/// Escapes XML's special characters and replaces characters that XML does not allow.
private func escaped(_ text: String) -> String {
  text.unicodeScalars.map { scalar -> String in
    switch scalar {
    case "&": "&amp;"
    case "<": "&lt;"
    case ">": "&gt;"
    case "\"": "&quot;"
    case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": " "
    default: String(scalar)
    }
  }.joined()
}
