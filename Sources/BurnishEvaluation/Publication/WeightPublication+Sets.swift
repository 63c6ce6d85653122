import Burnish
import BurnishCore

extension WeightPublication {
  /// The sets that weights are measured on by what they undo.
  ///
  /// - Parameters:
  ///   - source: the weight file of a training.
  ///   - names: the sets to take; if empty all that there are for such weights.
  ///   - dataDirectory: the folder that holds the sets; asked for only where there are some.
  ///   - limit: takes only so many images of each set, the first ones.
  /// - Throws: ``Failure``: `usage` where there are no figures of a set for such weights; and where
  ///   the weights or a set are missing or damaged.
  public init(
    of source: String, on names: [PublishedSet] = [],
    dataDirectory: @autoclosure () throws(Failure) -> String, limit: Int? = nil
  ) throws(Failure) {
    self.init(
      measurements: try Self.measurements(
        of: source, on: names.map(\.rawValue), dataDirectory: dataDirectory, limit: limit))
  }

  // Swift 6.3.1 miscompiles initializers that throw when this is inlined.
  @inline(never)
  private static func measurements(
    of source: String, on names: [String], dataDirectory directory: () throws(Failure) -> String,
    limit: Int?
  ) throws(Failure) -> [any PublishedMeasurement] {
    let task = try WeightFile(contentsOf: source).card.task
    var rows: [String: any PublishedEvaluation.Type] = [:]
    var fitting: [String] = []
    for row in Evaluations.published where try row.measures(source, for: task) {
      for set in row.publishedSets {
        rows[set] = row
        fitting.append(set)
      }
    }
    for name in names where rows[name] == nil {
      throw Failure(
        .usage, source,
        found: "weights for \(task.rawValue), of which there are no figures on \(name)",
        wanted: fitting.isEmpty ? "no set" : fitting.joined(separator: ", "))
    }
    guard !fitting.isEmpty else { return [] }
    let dataDirectory = try directory()
    var measurements: [any PublishedMeasurement] = []
    for name in names.isEmpty ? fitting : names {
      guard let row = rows[name] else { continue }
      measurements.append(try row.measurement(name, dataDirectory: dataDirectory, limit: limit))
    }
    return measurements
  }
}
