import Foundation
import Testing

/// The exact texts of help and messages, in files that `make golden` renews. A change of words shows in their diff and
/// nowhere else.
@Suite struct GoldenTextTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden")
  /// Whether to write the files instead of comparing with them.
  private static let isRenewing = ProcessInfo.processInfo.environment["BURNISH_RENEW_GOLDEN"] != nil

  /// Compares a text with a file, or writes the file.
  private func check(_ text: String, _ name: String) throws {
    let file = Self.folder.appendingPathComponent(name)
    if Self.isRenewing { try Data(text.utf8).write(to: file) }
    let wanted = try String(contentsOf: file, encoding: .utf8)
    let (lines, wantedLines) = (text.split(separator: "\n"), wanted.split(separator: "\n"))
    let first = zip(lines, wantedLines).first { $0 != $1 }
    #expect(
      text == wanted,
      "\(name): \(first.map { "\($0) instead of \($1)" } ?? "more or less lines"); see 'make golden'"
    )
  }

  /// The help of a command, and the names of its subcommands.
  private func help(of command: [String]) throws -> (text: String, subcommands: [String]) {
    let outcome = try Program.run(command + ["--help"], environment: ["COLUMNS": "80"])
    #expect(outcome.code == 0 && outcome.errors == "", "\(command): \(outcome.errors)")
    let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
    let listed = lines.drop { $0 != "SUBCOMMANDS:" }.dropFirst().prefix { $0 != "" }
    // Longer abstracts continue on lines with more indentation.
    let names = listed.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
    return (outcome.output, names.map { String($0.split(separator: " ")[0]) })
  }

  /// Each help has an example that begins with the command's own name, names its page, and fits a screen.
  @Test func helps() throws {
    var (commands, files): ([[String]], Set<String>) = ([[]], [])
    while let command = commands.popLast() {
      let (text, subcommands) = try help(of: command)
      commands += subcommands.map { command + [$0] }
      let name = (["burnish"] + command).joined(separator: "-") + ".txt"
      files.insert(name)
      try check(text, "Help/\(name)")
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 41, "\(name) has \(lines.count - 1) lines")
      #expect(lines.allSatisfy { $0.count <= 80 }, "\(name)")
      #expect(text.contains("More: Documentation/commands/"), "\(name)")
      #expect(text.contains("USAGE: burnish"))
      #expect(text.contains((["  burnish"] + command).joined(separator: " ")), "\(command)")
    }
    #expect(files.count > 20)
    let folder = Self.folder.appendingPathComponent("Help").path
    let present = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(Set(present) == files, "files of commands that there are not")
  }

  /// The file holds commands after `$`, with their output and exit codes. They run in a folder with ``Samples``.
  /// `make golden` adds the lines of a new command.
  @Test func messages() throws {
    let name = "messages.txt"
    let file = Self.folder.appendingPathComponent(name)
    let lines = try String(contentsOf: file, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let commands = lines.filter { $0.hasPrefix("$ burnish") }
    #expect(commands.count > 30)
    var text = ""
    try Program.withFolder { folder in
      try Samples.write(to: folder)
      let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      for command in commands {
        let words = command.split(separator: " ").dropFirst(2).map(String.init)
        let outcome = try Program.run(words, in: folder, mayOverwrite: false)
        #expect(outcome.code != 0, "\(command)")
        #expect(outcome.errorLines.count == 2 && outcome.output == "", "\(command)")
        text += "\(command)\n\(outcome.errors)[\(outcome.code)]\n\n"
      }
      let after = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      #expect(after == before, "files were left behind")
    }
    try check(text, name)
  }
}
