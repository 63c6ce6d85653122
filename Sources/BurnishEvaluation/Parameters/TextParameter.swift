/// A parameter for any text, such as the name or path of a model.
public struct TextParameter: EvaluationParameter {
  public let name: String
  public let help: String
  public let placeholder: String
  public let subject: ParameterSubject
  public let presence: ParameterPresence<String>

  public init(
    _ name: String, _ help: String, placeholder: String, about subject: ParameterSubject,
    _ presence: ParameterPresence<String> = .required
  ) {
    (self.name, self.help, self.placeholder) = (name, help, placeholder)
    (self.subject, self.presence) = (subject, presence)
  }

  /// Makes the parameter for the name or path of the model to measure.
  public static func model(_ help: String, default name: String? = nil) -> Self {
    Self(
      "model", help, placeholder: "name|path", about: .model,
      name.map { .fallback($0) } ?? .required)
  }
}
