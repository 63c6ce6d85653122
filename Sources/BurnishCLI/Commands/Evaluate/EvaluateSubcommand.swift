import ArgumentParser
import BurnishCore
import BurnishEvaluation

/// A subcommand that runs one row of the table of evaluations.
struct EvaluateSubcommand<Row: Evaluation>: ParsableCommand {
  static var configuration: CommandConfiguration {
    let texts = EvaluationTexts(Row.self)
    return CommandConfiguration(
      commandName: Row.name, abstract: Row.summary, usage: texts.usage,
      discussion: texts.discussion)
  }

  @OptionGroup(title: HelpSection.input) private var data: ParameterOptions<Row, DataSection>

  @OptionGroup(title: HelpSection.model) private var model: ParameterOptions<Row, ModelSection>

  @OptionGroup private var options: EvaluationOptions

  @OptionGroup(title: HelpSection.output)
  private var resuming: ParameterOptions<Row, ResumeSection>

  private var resumes: Bool { resuming.values[ResumeSection.resume] }

  private var values: ParameterValues {
    var values = data.values
    values.add(model.values)
    return values
  }

  func validate() throws {
    do throws(ParameterConflict) {
      try Row.check(values)
    } catch {
      throw ValidationError(error.description { "--\($0)" })
    }
    if resumes, options.json == nil {
      throw ValidationError("--resume: goes on from the file of --json, which is not given")
    }
  }

  func run() throws {
    var earlier: (report: EvaluationReport, path: String)?
    // The file keeps its rows for images beyond --limit.
    func written(_ report: EvaluationReport) -> EvaluationReport {
      earlier.map { report.keeping(rowsOf: $0.report) } ?? report
    }
    try options.report(replacing: resumes, written: written) { dataDirectory, progress in
      var call = EvaluationCall(values, dataDirectory: dataDirectory, limit: options.limit)
      call.announce = { card, name in card.announce(as: name) }
      call.earlier = {
        if resumes, let json = options.json, FileSystem.exists(json) {
          earlier = (try .read(json), json)
        }
        return earlier
      }
      return try Row.report(call) { report, count in
        if Row.isResumable, let json = options.json {
          try AtomicFile.write([UInt8](written(report).json()), to: json)
        }
        if let row = report.rows.last { try progress(row, count) }
      }
    }
  }
}
