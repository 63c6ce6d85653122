import BurnishEvaluation

/// A section of an evaluation's help.
protocol ParameterSection {
  /// The section's parameters, in the order of the help.
  static func parameters(of row: any Evaluation.Type) -> [any EvaluationParameter]
}

/// The images, and how they are degraded.
enum DataSection: ParameterSection {
  static func parameters(of row: any Evaluation.Type) -> [any EvaluationParameter] {
    row.parameters.filter { $0.subject == .data }
  }
}

/// The model that restores them.
enum ModelSection: ParameterSection {
  static func parameters(of row: any Evaluation.Type) -> [any EvaluationParameter] {
    row.parameters.filter { $0.subject == .model }
  }
}

/// Whether to continue an earlier report.
enum ResumeSection: ParameterSection {
  static let resume = SwitchParameter("resume", "Continue from the --json file.", about: .data)

  static func parameters(of row: any Evaluation.Type) -> [any EvaluationParameter] {
    row.isResumable ? [resume] : []
  }
}
