/// A parameter of an evaluation, with its help texts.
public protocol EvaluationParameter<Value>: Sendable {
  associatedtype Value: Sendable

  /// The name, one word in lower case, such as `factor`.
  var name: String { get }
  /// The help, one sentence.
  var help: String { get }
  /// The placeholder of the value in help, such as `n`.
  var placeholder: String { get }
  var subject: ParameterSubject { get }
  var presence: ParameterPresence<Value> { get }
}

extension EvaluationParameter {
  /// Whether users must give a value.
  public var isRequired: Bool {
    if case .required = presence { true } else { false }
  }
}
