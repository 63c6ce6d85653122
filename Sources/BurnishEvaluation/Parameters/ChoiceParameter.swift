/// A parameter with a fixed set of names.
public struct ChoiceParameter<Value>: EvaluationParameter
where Value: RawRepresentable<String> & CaseIterable & Sendable {
  public let name: String
  public let help: String
  public let placeholder: String
  public let subject: ParameterSubject
  public let presence: ParameterPresence<Value>
  /// The allowed names, listed in `help`; if `nil`, all names are allowed and programs list them.
  public let allowed: [Value]?

  public init(
    _ name: String, _ help: String, placeholder: String = "name",
    about subject: ParameterSubject = .data, _ presence: ParameterPresence<Value> = .required,
    among allowed: [Value]? = nil
  ) {
    (self.name, self.help, self.placeholder) = (name, help, placeholder)
    (self.subject, self.presence, self.allowed) = (subject, presence, allowed)
  }
}
