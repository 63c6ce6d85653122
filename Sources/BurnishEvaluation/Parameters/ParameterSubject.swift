/// The subject of a parameter; help groups parameters by it.
public enum ParameterSubject: Sendable {
  /// The images and their degradation.
  case data
  /// The model that restores them.
  case model
}
