/// Whether a parameter must be given.
public enum ParameterPresence<Value: Sendable>: Sendable {
  case required
  /// It has no value where it is not given.
  case optional
  /// It has this value where it is not given.
  case fallback(Value)
}
