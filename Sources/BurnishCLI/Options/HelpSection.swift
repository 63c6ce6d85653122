/// The sections of a command's help, and the line that names its manual page.
enum HelpSection {
  static let input = "Input"
  static let output = "Output"
  static let model = "Model"
  static let advanced = "Advanced"

  /// - Parameters:
  ///   - page: the page's name in `Documentation/commands`.
  ///   - hidesOptions: whether `--help` leaves out some options of the command.
  static func more(_ page: String, hidesOptions: Bool = false) -> String {
    "More: Documentation/commands/\(page).md"
      + (hidesOptions ? "; --help-hidden lists all options." : "")
  }
}
