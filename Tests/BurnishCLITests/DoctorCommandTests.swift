import BurnishTensors
import Foundation
import Testing

/// The report on the machine and the installation, and the limit on instructions.
@Suite struct DoctorCommandTests {
  private struct Report: Decodable {
    struct Processor: Decodable { var instructions: [String] }
    struct Engine: Decodable { var instructions: String, oneDNN: String }
    struct Threads: Decodable { var count: Int, reason: String }
    struct Weights: Decodable { var folder: String?, files: Int }
    struct Memory: Decodable { var total: UInt64 }

    var processor: Processor, engine: Engine, threads: Threads, weights: Weights, memory: Memory
  }

  private func report(
    _ arguments: [String] = [], environment: [String: String] = [:]
  ) throws -> Report {
    let outcome = try Program.run(["doctor", "--json"] + arguments, environment: environment)
    #expect(outcome.code == 0, "\(outcome.errors)")
    return try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
  }

  @Test func saysWhatIsThere() throws {
    let report = try report()
    #expect(report.processor.instructions == Processor.features)
    #expect(report.engine.instructions == Engine.instructions.rawValue)
    #expect(report.engine.oneDNN == Engine.oneDNN.version)
    #expect(report.threads.count >= 1)
    #expect(report.weights.folder != nil && report.weights.files > 20)
    #expect(report.memory.total == ProcessInfo.processInfo.physicalMemory)
  }

  @Test func linesForPeople() throws {
    try Program.withFolder { folder in
      let outcome = try Program.run(["doctor", "--threads", "3"], in: folder)
      #expect(outcome.code == 0)
      for label in ["version", "processor", "AMX", "uses", "oneDNN", "weights", "memory"] {
        #expect(outcome.output.contains("\n\(label) ") || outcome.output.hasPrefix("\(label) "))
      }
      #expect(outcome.output.contains("3, by setting"))
    }
  }

  @Test(arguments: [InstructionSet.sse41, .avx2])
  func optionAndVariableLimitInstructions(_ limit: InstructionSet) throws {
    // The processor's features: this process may have a limit itself.
    let features = Processor.features
    let best: InstructionSet =
      features.contains("avx512bw") ? .avx512 : features.contains("avx2") ? .avx2 : .sse41
    let expected = min(limit, best).rawValue
    #expect(try report(["--instructions", limit.rawValue]).engine.instructions == expected)
    let variable = [Engine.limitVariable: limit.rawValue]
    #expect(try report(environment: variable).engine.instructions == expected)
    // The option wins.
    let other = [Engine.limitVariable: InstructionSet.sse41.rawValue]
    let both = try report(["--instructions", limit.rawValue], environment: other)
    #expect(both.engine.instructions == expected)
  }

  @Test func unknownInstructionsAreRefused() throws {
    try Program.withFolder { folder in
      let option = try Program.run(["doctor", "--instructions", "avx3"], in: folder)
      #expect(option.code == 64)
      #expect(option.errors.contains("avx3") && option.errors.contains("sse41"))
      let wrong = [Engine.limitVariable: "avx3"]
      let variable = try Program.run(["doctor"], in: folder, environment: wrong)
      #expect(variable.code == 64)
      #expect(
        variable.errors
          == "burnish: BURNISH_INSTRUCTIONS: \"avx3\"; expected sse41, avx2, avx512, all\n")
      // The variable does not block the help, and the option wins.
      for command in [["--help"], ["doctor", "--help"], ["doctor", "--instructions", "avx2"]] {
        #expect(try Program.run(command, in: folder, environment: wrong).code == 0)
      }
    }
  }
}
