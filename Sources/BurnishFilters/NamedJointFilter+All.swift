extension NamedJointFilter {
  /// In the order in which messages and helps name them.
  public static let all: [NamedJointFilter] = [.bicubic, .guided, .none]
}
