import ArgumentParser
import BurnishCore
import Foundation

/// How the program ends when something stops it: one line on the standard error, and a documented
/// exit code.
struct ErrorReport {
  let line: String
  let code: Int32
  /// Help and version are asked for; they are no error and go to the standard output.
  let isRequested: Bool

  init(_ error: any Error) {
    if let failure = error as? Failure {
      (line, code, isRequested) = (failure.lineWithOptions, failure.kind.rawValue, false)
      return
    }
    if let exitCode = error as? ExitCode {
      // The command has said why itself.
      (line, code, isRequested) = ("", exitCode.rawValue, true)
      return
    }
    code = BurnishCommand.exitCode(for: error).rawValue
    isRequested = code == 0
    if isRequested {
      line = BurnishCommand.fullMessage(for: error)
    } else {
      line = "\(Self.message(for: error)); see '\(Self.commandName()) --help'"
    }
  }

  /// What was wrong with the arguments and what would do, in one line.
  private static func message(for error: any Error) -> String {
    let lines = BurnishCommand.message(for: error).split(separator: "\n")
    var message = lines.first.map(String.init) ?? "\(error)"
    if lines.count > 1 {
      // Long lists of what would do have a line for each.
      message +=
        " "
        + lines.dropFirst().map { $0.trimming { " -".contains($0) } }
        .joined(separator: ", ")
    }
    if message.hasSuffix(".") { message.removeLast() }
    // An option that reads its own values has said all there is to say.
    if let own = message.firstMatch(of: /^The value '.*' is invalid for '[^']*': (--.*)$/) {
      return String(own.1)
    }
    // Of a value that is missing, or that no list tells, the argument's help does: its line begins
    // with the argument, two spaces before the words.
    let help = BurnishCommand.fullMessage(for: error).split(separator: "\n")
      .first { $0.hasPrefix("Help:  ") }?
      .dropFirst("Help:  ".count).split(separator: "  ", maxSplits: 1).last
    if let help, !message.contains("Please provide") {
      message += ": \(help.trimming { $0 == "." })"
    }
    return message
  }

  func exit() -> Never {
    guard isRequested else { Self.end(line, code) }
    if !line.isEmpty { printLines(line) }
    do throws(Failure) {
      try StandardStreams.flushOutput()
    } catch {
      Self.end(error.description, error.kind.rawValue)
    }
    Foundation.exit(code)
  }

  private static func end(_ line: String, _ code: Int32) -> Never {
    StandardStreams.note(line)
    Foundation.exit(code)
  }

  /// The command that was asked for, with its subcommands, as far as the arguments name one.
  private static func commandName() -> String {
    var name = "burnish"
    var subcommands = BurnishCommand.configuration.subcommands
    for argument in Arguments.given {
      guard let command = subcommands.first(where: { $0._commandName == argument }) else { break }
      name += " \(argument)"
      subcommands = command.configuration.subcommands
    }
    return name
  }
}

extension StringProtocol {
  /// Without such characters at both ends.
  fileprivate func trimming(_ isLeftOut: (Character) -> Bool) -> SubSequence {
    let rest = drop(while: isLeftOut)
    return rest.lastIndex { !isLeftOut($0) }.map { rest[...$0] } ?? rest[rest.endIndex...]
  }
}
