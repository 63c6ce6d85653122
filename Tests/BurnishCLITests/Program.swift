import Foundation
import Testing

/// The built program, run as a user runs it.
enum Program {
  struct Outcome {
    let code: Int32
    let output: String
    let errors: String

    /// The lines on standard error.
    var errorLines: [Substring] { errors.split(separator: "\n", omittingEmptySubsequences: false) }
  }

  /// The program, which is next to the test bundle in the build folder.
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
  /// - Parameter write: writes weights into the given folder.
  /// - Returns: The program.
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
      // The folder may be on another disk.
      try FileManager.default.copyItem(at: built, to: program)
    }
    try write(weights)
    return program
  }

  /// Adds `--overwrite` to a command that writes a file, because tests write the same files repeatedly. It leaves `-c`
  /// alone, which runs lines of the shell.
  private static func overwriting(_ arguments: [String]) -> [String] {
    guard let place = arguments.firstIndex(where: { ["-o", "--output", "--json"].contains($0) }),
      arguments[0] != "models", arguments[0] != "doctor", arguments[0] != "-c"
    else { return arguments }
    var arguments = arguments
    arguments.insert("--overwrite", at: place)
    return arguments
  }

  /// - Parameters:
  ///   - arguments: the arguments; those with outputs get `--overwrite` unless `mayOverwrite` is false.
  ///   - program: an installed program, or `nil` for the built one.
  ///   - meanwhile: receives the running program.
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
    // No output of these tests fills a pipe, so reading one after the other is safe.
    let outputData = output.fileHandleForReading.readDataToEndOfFile()
    let errorData = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit, "\(arguments) crashed")
    return Outcome(
      code: process.terminationStatus, output: String(decoding: outputData, as: UTF8.self),
      errors: String(decoding: errorData, as: UTF8.self))
  }

  /// Runs a line of the shell, where `"$burnish"` is the program.
  static func shell(_ line: String, in folder: URL? = nil) throws -> Outcome {
    let program = try #require(url, "the program is not beside the test bundle").path
    return try run(
      ["-c", line], in: folder, environment: ["burnish": program],
      program: URL(fileURLWithPath: "/bin/sh"))
  }

  /// Whether the tests may create private mounts on this machine.
  static let mayMount = {
    (try? shell("unshare -rm true 2>&1", in: FileManager.default.temporaryDirectory).code) == 0
  }()

  /// Runs `body` with an empty folder, and removes the folder at the end.
  static func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-cli-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }
}
