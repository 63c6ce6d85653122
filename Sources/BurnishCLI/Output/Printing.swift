import BurnishCore

/// Prints one line on standard output. Control characters from files or file names do not reach the terminal, and add
/// no lines.
func print(_ line: String = "") { Swift.print(line.printable) }

/// Prints the program's own text of several lines, such as help and tables.
func printLines(_ text: String) {
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) { print(String(line)) }
}
