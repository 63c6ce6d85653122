/// Any text, such as the name or the path of a model.
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

  /// The model that is measured, by its name or path.
  public static func model(_ help: String, default name: String? = nil) -> Self {
    Self(
      "model", help, placeholder: "name|path", about: .model,
      name.map { .fallback($0) } ?? .required)
  }
}
