import BurnishTensors

/// Prints lines on the standard output, as every command does: what came from files does nothing to a terminal.
func print(_ lines: String = "") {
  let split = lines.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
  Swift.print(split.map { String($0).printable }.joined(separator: "\n"))
}
