import ArgumentParser
import Burnish
import BurnishCore
import BurnishEvaluation

/// What every evaluation takes, and what becomes of its report.
struct EvaluationOptions: ParsableArguments {
  @OptionGroup var data: DataOptions

  @Option(
    parsing: .unconditional, help: "Take only so many pictures, the first ones.",
    transform: number(of: "--limit", in: 1...))
  var limit: Int?

  @Option(help: ArgumentHelp("Write the figures to a JSON file as well.", valueName: "file"))
  var json: String?

  @OptionGroup var overwriting: OverwriteOptions

  @OptionGroup var engine: EngineOptions

  /// Evaluates, shows how far the work has come, prints the report, and writes it where that is
  /// asked for.
  ///
  /// - Parameters:
  ///   - replacing: whether the file is one that this goes on from.
  ///   - written: what of a report is written.
  ///   - evaluate: called with the data directory and with what is to be called after each picture.
  func report(
    replacing: Bool = false, written: (EvaluationReport) -> EvaluationReport = { $0 },
    _ evaluate: (
      _ dataDirectory: String, _ progress: (EvaluationReport.Row, Int) throws -> Void
    ) throws -> EvaluationReport
  ) throws {
    try engine.start()
    let directory = try data.directory()
    if let json {
      var overwriting = overwriting
      if replacing { overwriting.isAllowed = true }
      try OutputFile.check(json, overwriting: overwriting)
    }
    let line = ProgressLine()
    var done = 0
    let report = try evaluate(directory) { row, count in
      done += 1
      line.show("\(done) of \(count): \(row.name)")
    }
    line.clear()
    printLines(report.table)
    if let json { try AtomicFile.write([UInt8](written(report).json()), to: json) }
  }
}

/// Which model sharpens what, and under which protocol it is measured.
struct UpsamplingEvaluationOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: "How many times the resolution is reduced: 4, 8 or 16.",
    transform: number(of: "--factor", "4, 8 or 16") { [4, 8, 16].contains($0) })
  var factor: Int

  @Option(help: .upsamplingModel)
  var model: String

  @Option(
    name: .customLong("protocol"),
    help: "The protocol. (default: the one that the model was trained for)")
  var depthProtocol: DepthProtocol?

  func load() throws -> DepthModel { try DepthModel.named(model, factor: factor) }
}

extension DepthSuite.Name: ExpressibleByArgument {}
extension DepthProtocol: ExpressibleByArgument {}
