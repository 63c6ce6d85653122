import BurnishCore
import BurnishData
import Foundation

extension EvaluationReport {
  /// Reads a report from the JSON of ``json()``.
  ///
  /// - Throws: ``Failure``: `noInput` if the file cannot be read, `badData` if it is not a report.
  public static func read(_ path: String) throws(Failure) -> EvaluationReport {
    let data = Data(try InputFile.contents(of: path, limit: 1 << 26))
    guard let stored = try? JSONDecoder().decode(StoredReport.self, from: data),
      let report = stored.report
    else {
      throw Failure(
        .badData, path, found: "no report of an evaluation",
        wanted: "a file that an evaluation wrote as JSON", choice: .report)
    }
    return report
  }

  /// Returns the report with the rows of an earlier one whose names it lacks.
  public func keeping(rowsOf earlier: EvaluationReport) -> EvaluationReport {
    var kept = self
    let names = Set(rows.map(\.name))
    kept.rows += earlier.rows.filter { !names.contains($0.name) }
    return kept
  }

  /// Checks that this report and another are of the same evaluation, so that the other can reuse its rows.
  ///
  /// - Parameter path: this report's file, named in errors.
  /// - Throws: ``Failure`` of the kind `badData` if set, model, protocol, strength, settings, or metrics differ.
  func check(continues other: EvaluationReport, path: String) throws(Failure) {
    let pairs = [
      (set, other.set), (model, other.model), (self.protocol, other.protocol),
      (strength?.description ?? "", other.strength?.description ?? ""),
      (Self.words(settings), Self.words(other.settings)),
      (metrics.joined(separator: ", "), other.metrics.joined(separator: ", ")),
    ]
    for (found, wanted) in pairs where found != wanted {
      throw Failure(
        .badData, path, found: "a report of \(found.isEmpty ? "no settings" : found)",
        wanted: "one of \(wanted) to go on from, or another file for a new one")
    }
  }

  private static func words(_ settings: [String: String]) -> String {
    settings.sorted { $0.key < $1.key }.map { "\($0) \($1)" }.joined(separator: ", ")
  }
}

extension Failure.Choice {
  /// The report of an earlier evaluation.
  public static let report = Self("report")
}

/// The JSON form of a report.
private struct StoredReport: Decodable {
  let set, model, unit: String
  let `protocol`: String
  let factor: Int?
  let sigma: Double?
  let missing: Double?
  let settings: [String: String]?
  let metrics: [String: Double]
  let images: [StoredRow]

  struct StoredRow: Decodable {
    let name: String
    let values: [String: Double]

    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      name = try container.decode(String.self, forKey: Key(stringValue: "name"))
      values = try Dictionary(
        uniqueKeysWithValues: container.allKeys.filter { $0.stringValue != "name" }.map {
          ($0.stringValue, try container.decode(Double.self, forKey: $0))
        })
    }
  }

  /// The report, with its metrics in the order of restorations; `nil` if a row lacks a metric.
  var report: EvaluationReport? {
    let strength: EvaluationReport.Strength? =
      factor.map { .factor($0) } ?? sigma.map { .sigma($0) } ?? missing.map { .missing($0) }
    // JSON keeps no order.
    let order = RestorationEvaluation.metrics
    let names = metrics.keys.sorted {
      (order.firstIndex(of: $0) ?? order.count, $0) < (order.firstIndex(of: $1) ?? order.count, $1)
    }
    var report = EvaluationReport(
      // An earlier report may have an alias.
      set: DataSet<RestorationSample>(rawValue: set)?.name ?? set, model: model,
      protocol: self.protocol, strength: strength, unit: unit,
      metrics: names)
    report.settings = settings ?? [:]
    for image in images {
      let values = names.compactMap { image.values[$0] }
      guard values.count == names.count else { return nil }
      report.rows.append(.init(name: image.name, values: values))
    }
    return report
  }
}
