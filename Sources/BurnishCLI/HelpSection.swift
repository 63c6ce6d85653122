/// The sections of a command's help, and the line that names its page.
enum HelpSection {
  static let input = "Input"
  static let output = "Output"
  static let model = "Model"
  static let advanced = "Advanced"

  /// - Parameters:
  ///   - page: its name in `Documentation/commands`.
  ///   - hidesOptions: whether the command has options that `--help` leaves out.
  static func more(_ page: String, hidesOptions: Bool = false) -> String {
    "More: Documentation/commands/\(page).md"
      + (hidesOptions ? "; --help-hidden lists all options." : "")
  }
}
