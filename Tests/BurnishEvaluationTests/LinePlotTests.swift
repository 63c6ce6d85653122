import BurnishCore
import BurnishEvaluation
import BurnishFilters
import BurnishTensors
import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Reads plots back as XML, and checks that they are SVG and what they show.
@Suite struct LinePlotTests {
  /// The elements of a document, in order.
  private final class Document: NSObject, XMLParserDelegate {
    struct Element {
      let name: String
      let attributes: [String: String]
      var text = ""
    }

    private(set) var elements: [Element] = []
    private var open: [Int] = []

    init(_ svg: String) throws {
      super.init()
      let parser = XMLParser(data: Data(svg.utf8))
      parser.delegate = self
      try #require(parser.parse(), "no XML: \(String(describing: parser.parserError))")
    }

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      open.append(elements.count)
      elements.append(Element(name: name, attributes: attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      if let last = open.last { elements[last].text += string }
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      open.removeLast()
    }

    func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

    var texts: [String] { all("text").map(\.text) }

    /// The points of each polyline.
    var lines: [[(x: Double, y: Double)]] {
      all("polyline").map { line in
        line.attributes["points"]!.split(separator: " ").map { point in
          let numbers = point.split(separator: ",").map { Double($0)! }
          return (numbers[0], numbers[1])
        }
      }
    }
  }

  private func plot(_ vertical: LinePlot.Scale = .linear) -> LinePlot {
    LinePlot(
      title: "Errors", horizontal: .init("step"), vertical: .init("error in dB", vertical),
      series: [
        .init("training", values: [100, 10, 1]), .init("validation", values: [100, 55, 10]),
      ])
  }

  @Test func whatIsSaidIsThere() throws {
    let document = try Document(plot().svg)
    let root = try #require(document.elements.first)
    #expect(root.name == "svg" && root.attributes["version"] == "1.1")
    #expect(root.attributes["xmlns"] == "http://www.w3.org/2000/svg")
    let known: Set = ["svg", "title", "rect", "line", "polyline", "circle", "text"]
    #expect(Set(document.elements.map(\.name)) == known)
    for text in ["Errors", "step", "error in dB", "training", "validation", "1", "3", "100"] {
      #expect(document.texts.contains(text), "\(text) in \(document.texts)")
    }
    let lines = document.all("polyline")
    #expect(lines.count == 2 && document.all("circle").count == 6)
    #expect(lines[0].attributes["stroke"] != lines[1].attributes["stroke"])
  }

  /// Equal steps have equal lengths: steps of values on a linear axis, steps of logarithms on a logarithmic
  /// one.
  @Test func pointsAreInTheirPlaces() throws {
    let linear = try Document(plot().svg).lines
    #expect(abs((linear[0][1].x - linear[0][0].x) - (linear[0][2].x - linear[0][1].x)) < 0.02)
    #expect(linear[0][0].y < linear[0][1].y && linear[0][0].y == linear[1][0].y)
    #expect(
      abs((linear[0][1].y - linear[0][0].y) - 10 * (linear[0][2].y - linear[0][1].y)) < 0.15)
    #expect(
      abs((linear[1][1].y - linear[1][0].y) - (linear[1][2].y - linear[1][1].y)) < 0.02)
    let logarithmic = try Document(plot(.logarithmic).svg).lines
    #expect(
      abs(
        (logarithmic[0][1].y - logarithmic[0][0].y)
          - (logarithmic[0][2].y - logarithmic[0][1].y)) < 0.02)
    #expect(logarithmic[1][2].y == logarithmic[0][1].y)
  }

  /// Tick marks are at the positions of their values.
  @Test func ticksAreTrue() throws {
    for scale in [LinePlot.Scale.linear, .logarithmic] {
      var plot = plot(scale)
      plot.series = [.init("a", values: [1, 10, 100])]
      let document = try Document(plot.svg)
      let dots = document.all("circle").map { Double($0.attributes["cy"]!)! }
      let mark = try #require(
        document.all("text").first {
          $0.text == "100" && $0.attributes["text-anchor"] == "end"
        })
      // The baseline of a label is slightly below its tick mark.
      #expect(abs(Double(mark.attributes["y"]!)! - 4.5 - dots[2]) < 0.02)
    }
  }

  @Test func gapsInterruptLines() throws {
    var plot = plot(.logarithmic)
    plot.series = [.init("gaps", values: [1, 2, .nan, 3, 0, 4, .infinity, 5, 6, -1])]
    #expect(try Document(plot.svg).lines.map(\.count) == [2, 1, 1, 2])
    plot.vertical.scale = .linear
    #expect(try Document(plot.svg).lines.map(\.count) == [2, 3, 3])
  }

  static let extremes: [[Double]] = [
    [], [7], [0], [3, 3, 3], [1e-300, 1e300], [-5, 5], [1e9, 1e9 + 1], [0.1, 0.10001, 0.1],
    (0..<5000).map { Double($0) }, [-1e308, 1e308, 2], [.greatestFiniteMagnitude], [-1e300, 1e300],
  ]

  /// No values, one value, equal values, and extreme values all give a document with everything inside its
  /// bounds.
  @Test(arguments: extremes)
  func anyValues(_ values: [Double]) throws {
    for scale in [LinePlot.Scale.linear, .logarithmic] {
      var plot = plot(scale)
      plot.series = [.init("values", values: values)]
      let document = try Document(plot.svg)
      #expect(document.texts.count < 30)
      for point in document.lines.joined() {
        #expect((86...744).contains(point.x) && (44...400).contains(point.y))
      }
      let numbers = document.elements.flatMap { element in
        ["x", "y", "x1", "x2", "y1", "y2"].compactMap { element.attributes[$0] }
      }
      #expect(numbers.allSatisfy { Double($0)?.isFinite == true })
    }
    var none = plot()
    none.series = []
    #expect(try Document(none.svg).lines.isEmpty)
  }

  @Test func namesAreEscaped() throws {
    var plot = plot()
    plot.title = "a < b & \"c\" > 'd' \u{1} é 図"
    plot.series[0].name = "</text><script/>"
    let document = try Document(plot.svg)
    #expect(document.texts.contains("a < b & \"c\" > 'd'   é 図"))
    #expect(document.texts.contains("</text><script/>") && document.all("script").isEmpty)
  }

  @Test func energyTracesSayWhatTheResultSays() throws {
    var random = RandomNumbers(seed: 1)
    let result = try AlternatingMinimization.l0Smoothing().minimize(
      random.uniform(shape: [1, 1, 9, 12]))
    let trace = EnergyTrace(result)
    let rows = trace.table.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    #expect(rows.count == result.iterations.count + 2 && rows.allSatisfy { $0.count == 6 })
    #expect(rows[0][2] == "energy" && rows[0][4] == "split_energy")
    #expect(abs(try #require(Double(rows[1][2])) - result.initialEnergy) < 1e-6)
    for (row, iteration) in zip(rows.dropFirst(2), result.iterations) {
      #expect(Int(row[0]) == iteration.number && Float(row[1]) == iteration.beta)
      let figures = try row[2...].map { try #require(Double($0)) }
      let wanted = [
        iteration.energy, iteration.splitEnergyAfterThreshold, iteration.splitEnergy,
        iteration.relativeResidual,
      ]
      #expect(zip(figures, wanted).allSatisfy { abs($0 - $1) <= 1e-8 * abs($1) })
    }
    let plot = trace.plot
    #expect(plot.series.map(\.points.count) == [rows.count - 1, rows.count - 2])
    #expect(plot.series[0].points.last?.y == result.energy)
    #expect(throws: Failure.self) { try EnergyTrace.Format(path: "trace.png") }
  }
}
