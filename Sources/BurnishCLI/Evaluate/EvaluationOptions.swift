import ArgumentParser
import Burnish
import BurnishCore
import BurnishEvaluation

/// What every evaluation takes, and what becomes of its report.
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

  /// Evaluates, shows how far the work has come, prints the report, and writes it where that is
  /// asked for.
  ///
  /// - Parameters:
  ///   - replacing: whether the file is one that this goes on from.
  ///   - written: what of a report is written.
  ///   - evaluate: called with the data directory and with what is to be called after each image.
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

/// Which model sharpens what, and under which protocol it is measured.
struct UpsamplingEvaluationOptions: ParsableArguments {
  @OptionGroup(title: HelpSection.input) private var protocolOptions: ProtocolOptions

  @OptionGroup(title: HelpSection.model) private var modelOptions: ModelOptions

  struct ProtocolOptions: ParsableArguments {
    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("Reduction of each side: 4, 8, or 16.", valueName: "n"),
      transform: number(of: "--factor", "4, 8 or 16") { [4, 8, 16].contains($0) })
    var factor: Int

    @Option(
      name: .customLong("protocol"),
      help: ArgumentHelp("Protocol. (default: of the model)", valueName: "name"))
    var depthProtocol: DepthProtocol?
  }

  struct ModelOptions: ParsableArguments {
    @Option(help: .upsamplingModel)
    var model: String
  }

  var factor: Int { protocolOptions.factor }

  var depthProtocol: DepthProtocol? { protocolOptions.depthProtocol }

  func load() throws -> JointModel {
    try ModelCatalog().jointModel(modelOptions.model, for: .upsampling(factor: factor))
  }
}

extension DepthSuite.Name: ExpressibleByArgument {}
extension DepthProtocol: ExpressibleByArgument {}
