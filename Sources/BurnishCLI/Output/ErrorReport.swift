import ArgumentParser
import BurnishCore
import Foundation

/// The report of an error that ends the program: one line on standard error and a documented exit code.
struct ErrorReport {
  let line: String
  let code: Int32
  /// Whether the user asked for this text: help and version go to standard output.
  let isRequested: Bool

  init(_ error: any Error) {
    if let failure = error as? Failure {
      (line, code, isRequested) = (failure.lineWithOptions, failure.kind.rawValue, false)
      return
    }
    if let exitCode = error as? ExitCode {
      // The command has printed the reason itself.
      (line, code, isRequested) = ("", exitCode.rawValue, true)
      return
    }
    code = BurnishCommand.exitCode(for: error).rawValue
    isRequested = code == 0
    if isRequested {
      line = BurnishCommand.fullMessage(for: error)
    } else {
      line = "\(Self.message(for: error)); see '\(Arguments.command.name) --help'"
    }
  }

  /// One line that says what was wrong with the arguments and what is valid.
  private static func message(for error: any Error) -> String {
    let lines = BurnishCommand.message(for: error).split(separator: "\n")
    var message = lines.first.map(String.init) ?? "\(error)"
    if lines.count > 1 {
      // A long list of valid values has one line for each.
      message +=
        " "
        + lines.dropFirst().map { $0.trimming { " -".contains($0) } }
        .joined(separator: ", ")
    }
    if message.hasSuffix(".") { message.removeLast() }
    // An option that reads its own values gives a complete message.
    if let own = message.firstMatch(of: /^The value '.*' is invalid for '[^']*': (--.*)$/) {
      return String(own.1)
    }
    // If the value is missing or has no list, add the argument's help. Its line begins with the argument,
    // two spaces before the text.
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
}

extension StringProtocol {
  /// Removes such characters from both ends.
  fileprivate func trimming(_ isLeftOut: (Character) -> Bool) -> SubSequence {
    let rest = drop(while: isLeftOut)
    return rest.lastIndex { !isLeftOut($0) }.map { rest[...$0] } ?? rest[rest.endIndex...]
  }
}
