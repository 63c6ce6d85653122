import Burnish

/// A data set with published figures.
public struct PublishedSet: RawRepresentable, CaseIterable, Hashable, Sendable {
  public let rawValue: String

  /// - Parameter rawValue: the name of a published set of any evaluation.
  public init?(rawValue: String) {
    guard Self.names.contains(rawValue) else { return nil }
    self.rawValue = rawValue
  }

  public static var allCases: [PublishedSet] { names.compactMap { PublishedSet(rawValue: $0) } }

  /// The names in the order of tasks, then of the table of evaluations.
  private static let names: [String] = {
    var names: [String] = []
    for task in ModelCard.Task.allCases {
      for row in Evaluations.published where row.publishedTasks.contains(task) {
        for name in row.publishedSets where !names.contains(name) { names.append(name) }
      }
    }
    return names
  }()
}
