/// A switch that is off by default.
public struct SwitchParameter: EvaluationParameter {
  public let name: String
  public let help: String
  public let subject: ParameterSubject

  public init(_ name: String, _ help: String, about subject: ParameterSubject) {
    (self.name, self.help, self.subject) = (name, help, subject)
  }

  public var placeholder: String { "" }
  public var presence: ParameterPresence<Bool> { .fallback(false) }
}
