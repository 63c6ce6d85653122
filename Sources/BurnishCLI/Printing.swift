import BurnishCore

/// Prints one line on the standard output: what came from files or names of files does nothing to a terminal, and makes no
/// further lines.
func print(_ line: String = "") { Swift.print(line.printable) }

/// The ends of a list of choices: `bicubic, or guided`.
func listed(_ names: [String]) -> String {
  (names.dropLast() + names.suffix(1).map { "or \($0)" }).joined(separator: ", ")
}

/// Prints lines of the program's own making, such as help and tables.
func printLines(_ text: String) {
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) { print(String(line)) }
}
