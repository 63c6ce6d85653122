/// A joint filter without weights that users can choose by name.
///
/// To add one, declare a static constant in the filter's file, and add it to ``all``.
public struct NamedJointFilter: Sendable {
  public let name: String
  /// Whether messages and help list it. Filters that change nothing, for measurements, are not listed.
  public let isOffered: Bool
  private let make: @Sendable (Purpose) -> (any JointFilter)?

  /// - Parameter make: returns the filter with its settings for a purpose, or `nil` if it does not support
  ///   the purpose.
  public init(
    _ name: String, isOffered: Bool = true,
    make: @escaping @Sendable (Purpose) -> (any JointFilter)?
  ) {
    (self.name, self.isOffered, self.make) = (name, isOffered, make)
  }

  /// The filter with its settings for a purpose; `nil` if it does not support the purpose.
  public func filter(for purpose: Purpose) -> (any JointFilter)? { make(purpose) }

  /// The filter with a name, for a purpose; `nil` if there is none.
  public static func filter(named name: String, for purpose: Purpose) -> (any JointFilter)? {
    all.first { $0.name == name }?.filter(for: purpose)
  }

  /// The listed names for a purpose.
  public static func names(for purpose: Purpose) -> [String] {
    all.filter { $0.isOffered && $0.filter(for: purpose) != nil }.map(\.name)
  }
}
