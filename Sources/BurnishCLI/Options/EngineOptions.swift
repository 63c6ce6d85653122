import ArgumentParser
import BurnishCore
import BurnishTensors

/// The engine's settings: threads and instructions.
struct EngineOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Number of threads. (default: all processors)", valueName: "n"),
    transform: number(of: "--threads", in: 1...1024))
  var threads: Int?

  @Option(help: ArgumentHelp("Instruction limit.", valueName: "set"))
  var instructions: InstructionSet?

  /// Starts the engine. Call this before any computation.
  func start() throws(Failure) {
    if let threads { Parallel.threadCount = threads }
    try Engine.start(limit: instructions)
  }
}

extension InstructionSet: ExpressibleByArgument {}
