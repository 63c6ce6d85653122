/// Whether a parameter is required.
public enum ParameterPresence<Value: Sendable>: Sendable {
  case required
  /// The parameter has no value if not given.
  case optional
  /// The parameter has this default value.
  case fallback(Value)
}
