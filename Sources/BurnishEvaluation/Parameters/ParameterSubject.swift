/// What a parameter is about; help groups parameters by it.
public enum ParameterSubject: Sendable {
  /// The images, and how they are degraded.
  case data
  /// What restores them.
  case model
}
