import BurnishTensors
import Foundation

/// Burnish's engine in the benchmark. It answers requests on standard input, one per line.
///
/// `Benchmarks/run` describes the protocol and starts this program together with its peers.
@main
enum BurnishBenchmark {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let threads = Int(arguments[2]), threads > 0 else {
      FileHandle.standardError.write(Data("usage: BurnishBenchmark DIRECTORY THREADS\n".utf8))
      exit(64)
    }
    Parallel.threadCount = threads
    var server = Server(directory: arguments[1])
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      let reply: String
      do { reply = try server.answer(to: words) } catch { reply = "error \(error)" }
      FileHandle.standardOutput.write(Data((reply.replacing("\n", with: " ") + "\n").utf8))
    }
  }
}

/// Prepares a case on its first request, and keeps it.
private struct Server {
  let directory: String
  private var prepared: [String: any BenchmarkCase] = [:]

  init(directory: String) { self.directory = directory }

  mutating func answer(to words: [String]) throws -> String {
    switch (words.first, words.count) {
    case ("memory", 1):
      return "bytes \(peakResidentBytes())"
    case ("time", 2):
      let work = try prepared[words[1]] ?? makeCase(words[1], directory: directory)
      prepared[words[1]] = work
      let elapsed = ContinuousClock().measure {
        withExtendedLifetime(work.run()) {}
      }
      return "seconds \(elapsed / .seconds(1))"
    case ("output", 3):
      let work = try makeCase(words[1], directory: directory)
      var bytes = Data()
      for _ in 0..<work.runsToCompare {
        work.run().withUnsafeSamples { bytes.append(Data(buffer: $0)) }
      }
      try bytes.write(to: URL(filePath: words[2]))
      return "written"
    default:
      return "error no such request: \(words.joined(separator: " "))"
    }
  }

  private func peakResidentBytes() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
