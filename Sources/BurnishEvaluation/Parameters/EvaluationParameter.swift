/// A value that an evaluation takes, with the texts that a program shows for it.
public protocol EvaluationParameter<Value>: Sendable {
  associatedtype Value: Sendable

  /// One word in lower case: `factor`.
  var name: String { get }
  /// One sentence.
  var help: String { get }
  /// What stands for the value in help: `n`.
  var placeholder: String { get }
  var subject: ParameterSubject { get }
  var presence: ParameterPresence<Value> { get }
}

extension EvaluationParameter {
  /// Whether it must be given.
  public var isRequired: Bool {
    if case .required = presence { true } else { false }
  }
}
