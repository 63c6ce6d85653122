import Burnish
import BurnishCore
import Foundation

/// The figures of a model on a data set, with their protocol.
public struct EvaluationReport: Sendable {
  /// The figures of one image.
  public struct Row: Sendable {
    public var name: String
    /// The figures in the order of ``EvaluationReport/metrics``.
    public var values: [Double]
    /// The shift of the result relative to the truth, if any; it is in the table, not in files.
    public var displacement: Displacement?

    public init(name: String, values: [Double], displacement: Displacement? = nil) {
      self.name = name
      self.values = values
      self.displacement = displacement
    }
  }

  /// The strength of the images' degradation.
  public enum Strength: Sendable, Hashable {
    /// The factor by which the low resolution is lower than the full one.
    case factor(Int)
    /// The standard deviation of Gaussian noise, for samples in 0...255.
    case sigma(Double)
    /// The fraction of missing pixels.
    case missing(Double)

    /// The strength in titles: `x8`, `sigma 25`.
    var description: String {
      switch self {
      case .factor(let factor): "x\(factor)"
      case .sigma(let sigma): "sigma \(String(format: "%g", sigma))"
      case .missing(let share): "missing \(String(format: "%g", share))"
      }
    }

    /// The key and the value in JSON.
    fileprivate var entry: [String: JSONValue] {
      switch self {
      case .factor(let factor): ["factor": .number(Double(factor))]
      case .sigma(let sigma): ["sigma": .number(sigma)]
      case .missing(let share): ["missing": .number(share)]
      }
    }
  }

  /// The name of the data set.
  public var set: String
  public var model: String
  public var `protocol`: String
  /// The strength of the degradation; `nil` if it has no number.
  public var strength: Strength?
  /// The unit of the figures, in words.
  public var unit: String
  /// The names of the metrics: `rmse`, `mae`, `psnr`.
  public var metrics: [String]
  public var rows: [Row]
  /// Settings of the model and the task, such as `solver` and `iterations`.
  public var settings: [String: String] = [:]
  /// The figures of all images together, in the order of ``metrics``; `nil` if they are the means over the
  /// images.
  public var overall: [Double]?

  public init(
    set: String, model: String, protocol protocolName: String, strength: Strength?,
    unit: String, metrics: [String], rows: [Row] = []
  ) {
    self.set = set
    self.model = model
    self.protocol = protocolName
    self.strength = strength
    self.unit = unit
    self.metrics = metrics
    self.rows = rows
  }

  /// Adds a row for each of several items, in their order.
  ///
  /// - Parameters:
  ///   - progress: called after each item with the report so far and the number of items.
  ///   - measure: makes the row of an item.
  mutating func addRows<Item>(
    of items: [Item], progress: EvaluationProgress, measure: (Item) throws -> Row
  ) throws {
    for item in items {
      rows.append(try measure(item))
      try progress(self, items.count)
    }
  }

  /// The figures of all images: ``overall``, or the mean over the images of each metric.
  public var means: [Double] {
    overall
      ?? metrics.indices.map { index in
        rows.reduce(0) { $0 + $1.values[index] } / Double(rows.count)
      }
  }
}

extension EvaluationReport {
  /// The figures as lines of text: a row for each image and a last row for all images.
  public var table: String {
    let mean = Row(
      name: overall == nil ? "mean of \(rows.count)" : "all \(rows.count)", values: means)
    let heading = "image"
    let width = max(heading.count, (rows + [mean]).map(\.name.count).max()!)
    let cell = max(11, metrics.map { $0.count + 1 }.max() ?? 0)
    func line(_ name: String, _ cells: [String]) -> String {
      name.padding(toLength: width, withPad: " ", startingAt: 0)
        + cells.map { String(repeating: " ", count: max(0, cell - $0.count)) + $0 }.joined()
    }
    func line(_ row: Row) -> String {
      line(row.name, row.values.map { String(format: "%.4f", $0) })
        + (row.displacement.map { "  \($0)" } ?? "")
    }
    let ways = settings.sorted { $0.key < $1.key }.map { ", \($0) \($1)" }.joined()
    let title =
      "\(set)\(strength.map { " " + $0.description } ?? ""), protocol \(self.protocol), model \(model)\(ways), in \(unit)"
    let rule = String(repeating: "-", count: width + cell * metrics.count)
    return ([title, line(heading, metrics), rule] + rows.map(line) + [rule, line(mean)])
      .joined(separator: "\n")
  }

  /// Returns one JSON object: `set`, `model`, `protocol`, `unit`, and, if present, `settings` and `factor`,
  /// `sigma`, or `missing`. `metrics` has the figures of all images by name; `images` has `name` and the same
  /// metrics for each image.
  ///
  /// - Throws: ``Failure`` of the kind `badData` if a figure is not finite, which JSON cannot represent.
  public func json() throws(Failure) -> Data {
    func object(_ values: [Double]) -> [String: JSONValue] {
      [String: JSONValue](uniqueKeysWithValues: zip(metrics, values.map { .number($0) }))
    }
    for row in rows where !row.values.allSatisfy(\.isFinite) {
      throw Failure(
        .badData, row.name, found: "a figure that is not finite", wanted: "finite figures in JSON")
    }
    var report: [String: JSONValue] = [
      "set": .string(set), "model": .string(model), "protocol": .string(self.protocol),
      "unit": .string(unit), "metrics": .object(object(means)),
      "images": .array(
        rows.map { .object(object($0.values).merging(["name": .string($0.name)]) { $1 }) }),
    ]
    report.merge(strength?.entry ?? [:]) { $1 }
    if !settings.isEmpty { report["settings"] = .object(settings.mapValues { .string($0) }) }
    do {
      return try JSONValue.indented(report) + Data("\n".utf8)
    } catch {
      fatalError("strings and finite numbers have a JSON form: \(error)")
    }
  }
}
