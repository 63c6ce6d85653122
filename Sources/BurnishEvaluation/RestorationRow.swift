import Burnish
import BurnishCore
import BurnishData

/// An evaluation of restorations by a prior and a solver.
protocol RestorationRow: Evaluation {
  /// Returns the degradation of the images.
  static func task(_ values: ParameterValues) -> RestorationEvaluation.Task
  static var set: ChoiceParameter<DataSet<RestorationSample>> { get }
  /// The parameters of the task besides the set.
  static var own: [any EvaluationParameter] { get }
  /// The classical methods that users can name as a model.
  static var methods: [ClassicalMethod] { get }
  /// Checks that the task degrades the images.
  static func checkTask(_ values: ParameterValues) throws(ParameterConflict)
}

extension RestorationRow {
  static var methods: [ClassicalMethod] { [] }
  static var isResumable: Bool { true }
  static var metrics: [String] { RestorationEvaluation.metrics }

  static var parameters: [any EvaluationParameter] {
    [set] + own
      + [
        RestorationEvaluation.model, RestorationEvaluation.solver,
        RestorationEvaluation.iterations,
      ]
  }

  static func checkTask(_ values: ParameterValues) throws(ParameterConflict) {}

  static func check(_ values: ParameterValues) throws(ParameterConflict) {
    let model = values[RestorationEvaluation.model]
    let method = methods.first { $0.rawValue == model }
    if method != nil || model == RestorationEvaluation.Restorer.none.name {
      let takesIterations = method?.takesIterations ?? false
      let hasIterations = values.given(RestorationEvaluation.iterations) != nil
      if values.given(RestorationEvaluation.solver) != nil || (hasIterations && !takesIterations) {
        throw .unused(
          [RestorationEvaluation.solver.name]
            + (takesIterations ? [] : [RestorationEvaluation.iterations.name]),
          by: RestorationEvaluation.model.name, value: model)
      }
    }
    try checkTask(values)
  }

  static func report(
    _ call: EvaluationCall, progress: EvaluationProgress
  ) throws -> EvaluationReport {
    let split = try Split<RestorationSample>(
      call.values[set], dataDirectory: call.dataDirectory, limit: call.limit)
    let earlier = try call.earlier()
    let task = task(call.values)
    return try RestorationEvaluation(split: split, task: task).run(
      restorer(call.values, for: task), resuming: earlier, progress: progress)
  }

  private static func restorer(
    _ values: ParameterValues, for task: RestorationEvaluation.Task
  ) throws -> RestorationEvaluation.Restorer {
    let model = values[RestorationEvaluation.model]
    if model == RestorationEvaluation.Restorer.none.name { return .none }
    return .init(
      try .named(
        model, besides: methods, by: values.given(RestorationEvaluation.solver),
        iterations: values.given(RestorationEvaluation.iterations)), for: task)
  }
}

extension RestorationEvaluation {
  static let model = TextParameter.model(
    "\(priorHelp), or none.", default: ModelCatalog.Standard.restoration)
  static let solver = ChoiceParameter<RestorationMethod>(
    "solver", "How to solve.", placeholder: "method", about: .model, .optional)
  static let iterations = NumberParameter<Int>(
    "iterations", "Iterations. (default: by method and noise)", placeholder: "n", about: .model,
    .whole(1...100_000), .optional)

  /// The help text for models that are priors.
  public static let priorHelp = "Autoencoder, its file, or daep"

  /// Makes a parameter for one of two sets.
  static func set(
    _ first: DataSet<RestorationSample>, _ second: DataSet<RestorationSample>,
    default standard: DataSet<RestorationSample>
  ) -> ChoiceParameter<DataSet<RestorationSample>> {
    ChoiceParameter(
      "set",
      "Data set: \(first.rawValue) or \(second.rawValue). (default: \(standard.rawValue))",
      .fallback(standard), among: [first, second])
  }
}
