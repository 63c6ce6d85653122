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
    var model = AutoencodingPrior.standardName
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
  func report(
    _ set: RestorationSuite.Name, _ task: RestorationEvaluation.Task, restorer: Restorer? = nil
  ) throws {
    var earlier: (report: EvaluationReport, path: String)?
    // Pictures beyond --limit stay in the file.
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
        restorer ?? self.restorer(for: task), resuming: earlier
      ) { report, count in
        if let json = evaluation.json {
          try AtomicFile.write([UInt8](written(report).json()), to: json)
        }
        if let row = report.rows.last { try progress(row, count) }
      }
    }
  }

  typealias Restorer = RestorationEvaluation.Restorer

  private func restorer(for task: RestorationEvaluation.Task) throws -> Restorer {
    if model == Restorer.none.name { return .none }
    let prior = try AutoencodingPrior.named(model)
    let method = way.method(for: model)
    let solver = method.solver(iterations: way.iterations)
    let sigma: Double =
      switch task {
      case .deblurring(let sigma), .composition(_, _, let sigma): sigma
      case .superResolution, .inpainting: 0
      }
    let settings = [
      "solver": method.rawValue,
      "iterations": "\(solver.iterationCount(sigma: Float(sigma)))",
      // Weights of other files may have the same name.
      "weights": prior.checksum,
    ]
    return Restorer(name: prior.name, settings: settings) { problem in
      solver.restored(problem, prior: prior).picture
    }
  }
}

extension RestorationSuite.Name: ExpressibleByArgument {}
