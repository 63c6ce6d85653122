import Foundation
import Testing

/// The built program, run as a user runs it.
enum Program {
  struct Outcome {
    let code: Int32
    let output: String
    let errors: String

    /// The lines on the standard error.
    var errorLines: [Substring] { errors.split(separator: "\n", omittingEmptySubsequences: false) }
  }

  /// The program lies beside the test bundle, in the folder that both are built into.
  static let url: URL? = {
    var starts = [Bundle.main.bundleURL, URL(fileURLWithPath: CommandLine.arguments[0])]
    if let executable = Bundle.main.executableURL { starts.append(executable) }
    for start in starts {
      var folder = start.resolvingSymlinksInPath()
      for _ in 0..<5 {
        let candidate = folder.appendingPathComponent("burnish")
        var isDirectory: ObjCBool = false
        if FileManager.default.fileExists(atPath: candidate.path, isDirectory: &isDirectory),
          !isDirectory.boolValue
        {
          return candidate
        }
        folder = folder.deletingLastPathComponent()
      }
    }
    return nil
  }()

  /// Installs the program in a folder, as `bin/burnish`, with `share/burnish/Weights` for weights.
  ///
  /// - Parameter write: called with the folder of the weights.
  /// - Returns: the program.
  static func install(in folder: URL, write: (URL) throws -> Void) throws -> URL {
    let (bin, weights) = (
      folder.appendingPathComponent("bin"), folder.appendingPathComponent("share/burnish/Weights")
    )
    for part in [bin, weights] {
      try FileManager.default.createDirectory(at: part, withIntermediateDirectories: true)
    }
    let program = bin.appendingPathComponent("burnish")
    let built = try #require(url, "the program is not beside the test bundle")
    do {
      try FileManager.default.linkItem(at: built, to: program)
    } catch {
      // Another disk, perhaps.
      try FileManager.default.copyItem(at: built, to: program)
    }
    try write(weights)
    return program
  }

  /// The arguments of a command with `--overwrite`, if it writes a file: tests write the same ones again and again.
  /// Those of just that run lines of the shell.
  private static func overwriting(_ arguments: [String]) -> [String] {
    guard let place = arguments.firstIndex(where: { ["-o", "--output", "--json"].contains($0) }),
      arguments[0] != "models", arguments[0] != "doctor", arguments[0] != "-c"
    else { return arguments }
    var arguments = arguments
    arguments.insert("--overwrite", at: place)
    return arguments
  }

  /// - Parameters:
  ///   - arguments: to which `--overwrite` is added where there are outputs, unless `mayOverwrite` is false.
  ///   - program: an installed one; the built one if not given.
  ///   - meanwhile: called with the running program.
  static func run(
    _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:],
    program: URL? = nil, mayOverwrite: Bool = true, meanwhile: (Process) throws -> Void = { _ in }
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = try #require(
      program ?? url, "the program is not beside the test bundle")
    process.arguments = mayOverwrite ? overwriting(arguments) : arguments
    if let folder { process.currentDirectoryURL = folder }
    var variables = ProcessInfo.processInfo.environment
    variables["BURNISH_DATA"] = nil
    process.environment = variables.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    try meanwhile(process)
    // No message of these tests fills a pipe, so that one can be read after the other.
    let outputData = output.fileHandleForReading.readDataToEndOfFile()
    let errorData = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit, "\(arguments) crashed")
    return Outcome(
      code: process.terminationStatus, output: String(decoding: outputData, as: UTF8.self),
      errors: String(decoding: errorData, as: UTF8.self))
  }

  /// Runs a line of the shell, in which `"$burnish"` is the program.
  static func shell(_ line: String, in folder: URL? = nil) throws -> Outcome {
    let program = try #require(url, "the program is not beside the test bundle").path
    return try run(
      ["-c", line], in: folder, environment: ["burnish": program],
      program: URL(fileURLWithPath: "/bin/sh"))
  }

  /// Whether this machine lets the tests mount things that nobody else sees.
  static let mayMount = {
    (try? shell("unshare -rm true 2>&1", in: FileManager.default.temporaryDirectory).code) == 0
  }()

  /// Runs `body` with an empty folder, which is removed at the end.
  static func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-cli-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }
}
