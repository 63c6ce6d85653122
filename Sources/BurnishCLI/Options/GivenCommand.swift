import ArgumentParser

/// The command that the arguments name.
struct GivenCommand {
  /// The command's name with those of the commands above it.
  let name: String
  let type: any ParsableCommand.Type

  init(_ arguments: [String]) {
    var name = "burnish"
    var type: any ParsableCommand.Type = BurnishCommand.self
    for argument in arguments {
      let subcommands = type.configuration.subcommands
      guard let command = subcommands.first(where: { $0._commandName == argument }) else { break }
      name += " \(argument)"
      type = command
    }
    (self.name, self.type) = (name, type)
  }

  /// Whether the command has an option.
  func takes(_ option: String) -> Bool {
    type.helpMessage(includeHidden: true).contains(" \(option) ")
  }
}

extension Arguments {
  static var command: GivenCommand { GivenCommand(given) }
}
