/// The values of an evaluation's parameters.
public struct ParameterValues: Sendable {
  private var values: [String: any Sendable] = [:]

  public init() {}

  /// The value of a parameter, or its default value.
  ///
  /// A required parameter must have a value. Use ``given(_:)`` to read an optional one.
  public subscript<Parameter: EvaluationParameter>(parameter: Parameter) -> Parameter.Value {
    get {
      if let value = given(parameter) { return value }
      guard case .fallback(let value) = parameter.presence else {
        fatalError("the parameter \(parameter.name) has no value")
      }
      return value
    }
    set { values[parameter.name] = newValue }
  }

  /// Returns the value of a parameter, or `nil` if it is not given.
  public func given<Parameter: EvaluationParameter>(_ parameter: Parameter) -> Parameter.Value? {
    values[parameter.name] as? Parameter.Value
  }

  /// Adds other values, which replace existing ones.
  public mutating func add(_ others: ParameterValues) {
    values.merge(others.values) { $1 }
  }
}
