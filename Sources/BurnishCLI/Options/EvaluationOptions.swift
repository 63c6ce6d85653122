import ArgumentParser
import Burnish
import BurnishCore
import BurnishData
import BurnishEvaluation

/// The options of every evaluation, and the output of its report.
struct EvaluationOptions: ParsableArguments {
  @OptionGroup(title: HelpSection.input) var data: DataOptions

  @OptionGroup(title: HelpSection.input) var limiting: LimitOptions

  @OptionGroup(title: HelpSection.output) var destination: DestinationOptions

  @OptionGroup(title: HelpSection.advanced) var engine: EngineOptions

  struct DestinationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Also write the figures as JSON.", valueName: "file"))
    var json: String?

    @OptionGroup var overwriting: OverwriteOptions
  }

  var limit: Int? { limiting.limit }

  var json: String? { destination.json }

  /// Evaluates, shows progress, prints the report, and writes it if the user gave a file.
  ///
  /// - Parameters:
  ///   - replacing: whether the evaluation continues from the file and so may replace it.
  ///   - written: maps the report to the one to write.
  ///   - evaluate: receives the data directory and a function to call after each image.
  func report(
    replacing: Bool = false, written: (EvaluationReport) -> EvaluationReport = { $0 },
    _ evaluate: (
      _ dataDirectory: String, _ progress: (EvaluationReport.Row, Int) throws -> Void
    ) throws -> EvaluationReport
  ) throws {
    try engine.start()
    let directory = try data.directory()
    if let json {
      var overwriting = destination.overwriting
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
