/// The values of an evaluation's parameters.
public struct ParameterValues: Sendable {
  private var values: [String: any Sendable] = [:]

  public init() {}

  /// The value of a parameter, or what it has where it is not given.
  ///
  /// A required parameter must have a value, and an optional one is read with ``given(_:)``.
  public subscript<Parameter: EvaluationParameter>(parameter: Parameter) -> Parameter.Value {
    get {
      if let value = given(parameter) { return value }
      guard case .fallback(let value) = parameter.presence else {
        preconditionFailure("the parameter \(parameter.name) has no value")
      }
      return value
    }
    set { values[parameter.name] = newValue }
  }

  /// The value of a parameter, `nil` where none is given.
  public func given<Parameter: EvaluationParameter>(_ parameter: Parameter) -> Parameter.Value? {
    values[parameter.name] as? Parameter.Value
  }

  /// Takes over the values of others.
  public mutating func add(_ others: ParameterValues) {
    values.merge(others.values) { $1 }
  }
}
