import ArgumentParser
import Burnish
import BurnishCore
import BurnishEvaluation
import Foundation

/// Which prior and solver are measured, and how a measurement is kept and gone on with.
struct RestorationEvaluationOptions: ParsableArguments {
  @OptionGroup(title: HelpSection.model) private var modelOptions: ModelOptions

  @OptionGroup(title: HelpSection.model) var way: MethodOptions

  @OptionGroup var evaluation: EvaluationOptions

  @OptionGroup(title: HelpSection.output) private var resuming: ResumeOptions

  struct ModelOptions: ParsableArguments {
    @Option(help: ArgumentHelp("\(MethodOptions.modelHelp), or none.", valueName: "name|path"))
    var model = ModelCatalog.Standard.restoration
  }

  struct ResumeOptions: ParsableArguments {
    @Flag(help: "Continue from the --json file.")
    var resume = false
  }

  var model: String { modelOptions.model }

  func validate() throws {
    if model == Restorer.none.name { try way.checkUnused(by: model) }
    if resuming.resume, evaluation.json == nil {
      throw ValidationError("--resume: goes on from the file of --json, which is not given")
    }
  }

  /// Measures, shows how far the work has come, prints the report and keeps it where that is asked for.
  ///
  /// - Parameter methods: the classical methods that will do for a model.
  func report(
    _ set: RestorationSuite.Name, _ task: RestorationEvaluation.Task,
    besides methods: [ClassicalMethod] = []
  ) throws {
    var earlier: (report: EvaluationReport, path: String)?
    // Images beyond --limit stay in the file.
    func written(_ report: EvaluationReport) -> EvaluationReport {
      earlier.map { report.keeping(rowsOf: $0.report) } ?? report
    }
    try evaluation.report(replacing: resuming.resume, written: written) { dataDirectory, progress in
      let suite = try RestorationSuite(
        set, dataDirectory: dataDirectory, limit: evaluation.limit)
      if resuming.resume, let json = evaluation.json, FileSystem.exists(json) {
        earlier = (try .read(json), json)
      }
      return try RestorationEvaluation(suite: suite, task: task).run(
        restorer(for: task, besides: methods), resuming: earlier
      ) { report, count in
        if let json = evaluation.json {
          try AtomicFile.write([UInt8](written(report).json()), to: json)
        }
        if let row = report.rows.last { try progress(row, count) }
      }
    }
  }

  typealias Restorer = RestorationEvaluation.Restorer

  private func restorer(
    for task: RestorationEvaluation.Task, besides methods: [ClassicalMethod]
  ) throws -> Restorer {
    if model == Restorer.none.name { return .none }
    return .init(
      try .named(model, besides: methods, by: way.chosen, iterations: way.iterations), for: task)
  }
}

extension RestorationSuite.Name: ExpressibleByArgument {}
