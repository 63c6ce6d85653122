import ArgumentParser
import BurnishCore
import BurnishTensors

/// How the engine works: threads and instructions.
struct EngineOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "The number of threads. (default: every processor that it may use)",
    transform: number(of: "--threads", in: 1...1024))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "The best instructions that may be used. (default: \(Engine.limitVariable), or all)",
      valueName: "set"))
  var instructions: InstructionSet?

  /// Starts the engine; nothing has been computed by then.
  func start() throws(Failure) {
    if let threads { Parallel.threadCount = threads }
    try Engine.start(limit: instructions)
  }
}

extension InstructionSet: ExpressibleByArgument {}
