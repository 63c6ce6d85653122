extension NamedJointFilter {
  /// All filters, in the order of messages and help.
  public static let all: [NamedJointFilter] = [.bicubic, .guided, .none]
}
