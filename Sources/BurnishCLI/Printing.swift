import BurnishCore

/// Prints one line on the standard output: what came from files or names of files does nothing to a terminal, and makes no
/// further lines.
func print(_ line: String = "") { Swift.print(line.printable) }

/// Prints lines of the program's own making, such as help and tables.
func printLines(_ text: String) {
  for line in text.split(separator: "\n", omittingEmptySubsequences: false) { print(String(line)) }
}
