import Burnish

/// A set of images that published figures may be of.
public struct PublishedSet: RawRepresentable, CaseIterable, Hashable, Sendable {
  public let rawValue: String

  /// - Parameter rawValue: the name of a set of some evaluation.
  public init?(rawValue: String) {
    guard Self.names.contains(rawValue) else { return nil }
    self.rawValue = rawValue
  }

  public static var allCases: [PublishedSet] { names.compactMap { PublishedSet(rawValue: $0) } }

  /// In the order of tasks and of the table of evaluations.
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
