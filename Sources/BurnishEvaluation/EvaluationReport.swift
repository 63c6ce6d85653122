import BurnishTensors
import Foundation

/// The figures of a model on a suite, with the protocol without which they mean nothing.
public struct EvaluationReport: Sendable {
  /// The figures of one picture.
  public struct Row: Sendable {
    public var name: String
    /// In the order of ``EvaluationReport/metrics``.
    public var values: [Double]

    public init(name: String, values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  /// The name of the suite.
  public var set: String
  public var model: String
  public var `protocol`: String
  /// How many times the low resolution is below the full one.
  public var factor: Int
  /// The unit of errors, in words.
  public var unit: String
  /// The names of the metrics: `rmse`, `mae`.
  public var metrics: [String]
  public var rows: [Row]

  public init(
    set: String, model: String, protocol protocolName: String, factor: Int, unit: String,
    metrics: [String], rows: [Row]
  ) {
    self.set = set
    self.model = model
    self.protocol = protocolName
    self.factor = factor
    self.unit = unit
    self.metrics = metrics
    self.rows = rows
  }

  /// The mean over the pictures of each metric.
  public var means: [Double] {
    metrics.indices.map { index in
      rows.reduce(0) { $0 + $1.values[index] } / Double(rows.count)
    }
  }
}

extension EvaluationReport {
  /// The figures as lines of text, a row for each picture and the means at the end.
  public var table: String {
    let mean = Row(name: "mean of \(rows.count)", values: means)
    let width = (rows + [mean]).map(\.name.count).max()!
    func line(_ name: String, _ cells: [String]) -> String {
      name.padding(toLength: width, withPad: " ", startingAt: 0)
        + cells.map { String(repeating: " ", count: max(0, 11 - $0.count)) + $0 }.joined()
    }
    func line(_ row: Row) -> String {
      line(row.name, row.values.map { String(format: "%.4f", $0) })
    }
    let title = "\(set) x\(factor), protocol \(self.protocol), model \(model), errors in \(unit)"
    let rule = String(repeating: "-", count: width + 11 * metrics.count)
    return ([title, line("picture", metrics), rule] + rows.map(line) + [rule, line(mean)])
      .joined(separator: "\n")
  }

  /// One JSON object: `set`, `model`, `protocol`, `factor`, `unit`, `metrics` with the means by
  /// name, and `images` with `name` and the same metrics for each picture.
  ///
  /// - Throws: ``Failure`` of the kind `badData` where a figure is not finite, which JSON cannot
  ///   say.
  public func json() throws(Failure) -> Data {
    func object(_ values: [Double]) -> [String: Any] {
      [String: Any](uniqueKeysWithValues: zip(metrics, values))
    }
    for row in rows where !row.values.allSatisfy(\.isFinite) {
      throw Failure(
        .badData, row.name, found: "a figure that is not finite", wanted: "finite figures in JSON")
    }
    let report: [String: Any] = [
      "set": set, "model": model, "protocol": self.protocol, "factor": factor, "unit": unit,
      "metrics": object(means),
      "images": rows.map { object($0.values).merging(["name": $0.name]) { $1 } },
    ]
    do {
      return try JSONSerialization.data(
        withJSONObject: report, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        + Data("\n".utf8)
    } catch {
      preconditionFailure("strings and finite numbers have a JSON form: \(error)")
    }
  }
}
