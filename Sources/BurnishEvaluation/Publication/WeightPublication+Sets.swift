import Burnish
import BurnishCore

extension WeightPublication {
  /// Finds the sets to measure weights on by the weights' task.
  ///
  /// - Parameters:
  ///   - source: the weight file of a training.
  ///   - names: the sets to use; if empty, all sets for such weights.
  ///   - dataDirectory: the folder that holds the sets; evaluated only if there are sets.
  ///   - limit: the maximum number of samples of each set, taken from the first; all if `nil`.
  /// - Throws: ``Failure``: `usage` if such weights have no figures on a set; and if the weights or a set are
  ///   missing or damaged.
  public init(
    of source: String, on names: [PublishedSet] = [],
    dataDirectory: @autoclosure () throws(Failure) -> String, limit: Int? = nil
  ) throws(Failure) {
    self.init(
      measurements: try Self.measurements(
        of: source, on: names.map(\.rawValue), dataDirectory: dataDirectory, limit: limit))
  }

  // Swift 6.3.1 miscompiles this function if it is inlined into an initializer that throws.
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
        wanted: fitting.isEmpty ? "no set" : listed(fitting),
        choice: fitting.isEmpty ? .without("set") : .set)
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

extension Failure.Choice {
  /// Another data set.
  public static let set = Self("set")
}
