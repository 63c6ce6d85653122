import ArgumentParser
import BurnishCore
import CStartup

/// The arguments of the program.
enum Arguments {
  /// The arguments without the program's name. ``FileName`` decodes the names of files.
  static let given: [String] = {
    var count: Int32 = 0
    guard let vector = burnish_startup_arguments(&count) else {
      return Array(CommandLine.arguments.dropFirst())
    }
    return (1..<max(1, Int(count))).compactMap { vector[$0].map { FileName.text($0) } }
  }()

  /// Refuses words that begin with one `-` and are no option. Their letters would be read as options, and `-h` as a
  /// request for help.
  ///
  /// - Throws: ``Failure`` of the kind `usage`.
  static func check() throws(Failure) {
    var last = ""
    for word in given.prefix(while: { $0 != "--" }) {
      defer { last = word }
      // The word may be the value of the option before it, and that option reports errors itself. No value has an h.
      let mayBeValue = last.hasPrefix("--") && !word.contains("h")
      guard !mayBeValue, word.count > 2, word.hasPrefix("-"), !word.hasPrefix("--"),
        !word.hasPrefix("-o="),
        Double(word) == nil, !isList(word)
      else { continue }
      throw Failure(
        .usage, word, found: "no option, but a word that begins with -",
        wanted: word.hasPrefix("-o") ? "a space behind -o" : "./\(word) for a file")
    }
  }

  /// Refuses `help` for a word that is no command; ArgumentParser would print the help for all commands.
  ///
  /// - Throws: ``Failure`` of the kind `usage`.
  static func checkHelp(of root: any ParsableCommand.Type) throws(Failure) {
    guard given.first == "help" else { return }
    var command = root
    var path = "help"
    for word in given.dropFirst().prefix(while: { !$0.hasPrefix("-") }) {
      let subcommands = command.configuration.subcommands
      let names = subcommands.map { $0.configuration.commandName ?? "" }
      guard let place = names.firstIndex(of: word) else {
        throw Failure(
          .usage, "\(path) \(word)", found: "no command of this name",
          wanted: names.isEmpty ? "no further word" : names.joined(separator: ", "))
      }
      command = subcommands[place]
      path += " \(word)"
    }
  }

  /// Whether a word is a list of numbers separated by commas, which some options take.
  private static func isList(_ word: String) -> Bool {
    word.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { Double($0) != nil }
  }
}
