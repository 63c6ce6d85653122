import Foundation
import Testing

/// Full or closed outputs end the program with the documented exit code, never with a trap.
@Suite struct StandardStreamTests {
  private func run(_ line: String, in folder: URL) throws -> Program.Outcome {
    try Program.shell("\"$burnish\" \(line)", in: folder)
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
    arguments: ["2>/dev/full", "2>&-", "2>&- >&- <&-"])
  func errorsThatNobodyReads(redirection: String) throws {
    try Program.withFolder { folder in
      let missing = try run("denoise missing.png -o o.png \(redirection)", in: folder)
      let misspelled = try run("denoise --nonsense \(redirection)", in: folder)
      #expect(missing.code == 66 && misspelled.code == 64)
    }
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
    arguments: [">/dev/full", ">&-"])
  func outputThatIsNotTaken(redirection: String) throws {
    try Program.withFolder { folder in
      for command in ["--help", "--version", "denoise --help", "models", "doctor"] {
        let outcome = try run("\(command) \(redirection)", in: folder)
        #expect(outcome.code == 74, "\(command)")
        #expect(outcome.errors.hasPrefix("burnish: standard output: "), "\(outcome.errors)")
        #expect(outcome.errorLines.count == 2)
      }
    }
  }

  /// A log file with the number of a closed output would receive printed text.
  @Test func filesDoNotTakeThePlaceOfClosedStreams() throws {
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let outcome = try run(
        "upsample depth.png --guide guide.png --model bicubic -o o.png <&- >&- 2>&-", in: folder)
      #expect(outcome.code == 0)
      let whole = try run(
        "upsample depth.png --guide guide.png --model bicubic -o whole.png", in: folder)
      #expect(whole.code == 0)
      func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: folder.appendingPathComponent(name))
      }
      #expect(try bytes("o.png") == bytes("whole.png"))
    }
  }
}
