/// A joint filter without weights that users can ask for by name.
///
/// To add one, declare it as a static constant in the filter's file, and put it into ``all``.
public struct NamedJointFilter: Sendable {
  public let name: String
  /// Whether messages and helps offer it; not those that change nothing and serve to measure.
  public let isOffered: Bool
  private let make: @Sendable (Purpose) -> (any JointFilter)?

  /// - Parameter make: the filter with its settings for a purpose; `nil` for those that it does not serve.
  public init(
    _ name: String, isOffered: Bool = true,
    make: @escaping @Sendable (Purpose) -> (any JointFilter)?
  ) {
    (self.name, self.isOffered, self.make) = (name, isOffered, make)
  }

  /// The filter with its settings for a purpose; `nil` for one that it does not serve.
  public func filter(for purpose: Purpose) -> (any JointFilter)? { make(purpose) }

  /// The filter of a name for a purpose; `nil` where there is none.
  public static func filter(named name: String, for purpose: Purpose) -> (any JointFilter)? {
    all.first { $0.name == name }?.filter(for: purpose)
  }

  /// The names that are offered for a purpose.
  public static func names(for purpose: Purpose) -> [String] {
    all.filter { $0.isOffered && $0.filter(for: purpose) != nil }.map(\.name)
  }
}
