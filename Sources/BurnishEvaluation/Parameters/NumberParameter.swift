import BurnishCore

/// A parameter for a number with limits.
public struct NumberParameter<Value: LosslessStringConvertible & Sendable>: EvaluationParameter {
  public let name: String
  public let help: String
  public let placeholder: String
  public let subject: ParameterSubject
  public let presence: ParameterPresence<Value>
  public let limits: NumberLimits<Value>

  public init(
    _ name: String, _ help: String, placeholder: String, about subject: ParameterSubject = .data,
    _ limits: NumberLimits<Value>, _ presence: ParameterPresence<Value> = .required
  ) {
    (self.name, self.help, self.placeholder) = (name, help, placeholder)
    (self.subject, self.presence, self.limits) = (subject, presence, limits)
  }
}
