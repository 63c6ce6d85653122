import Foundation
import Testing

/// The smaller program checks of `make check-all`.
@Suite struct ScriptTests {
  private static let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Scripts")

  private static let isLinuxWithACompiler = {
    #if os(Linux)
      return (try? Program.shell("command -v cc bash > /dev/null").code) == 0
    #else
      return false
    #endif
  }()

  private func run(_ script: String, _ arguments: String) throws -> Program.Outcome {
    try Program.shell("bash '\(Self.scripts.path)/\(script)' \"$burnish\" \(arguments) 2>&1")
  }

  /// Each system call fails once, in a small command with unnamed temporary files and in one without them.
  @Test(.enabled(if: isLinuxWithACompiler, "needs Linux and a C compiler"))
  func callsThatFail() throws {
    let outcome = try run("test-faults.sh", "o.svg named.svg")
    #expect(outcome.code == 0 && outcome.output.hasSuffix("0 failures\n"), "\(outcome.output)")
    for call in ["write", "fsync", "rename", "pread", "open"] {
      #expect(outcome.output.contains("named.svg    \(call)"), "\(outcome.output)")
    }
  }

  @Test(.enabled(if: isLinuxWithACompiler, "needs Linux"))
  func trainingsThatAreKilled() throws {
    let outcome = try run("test-kills.sh", "5")
    #expect(
      outcome.code == 0 && outcome.output.contains("ended with the bytes"), "\(outcome.output)")
  }
}
