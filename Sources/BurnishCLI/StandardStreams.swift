import BurnishCore

#if canImport(Glibc)
  // The stream is a variable there.
  @preconcurrency import Glibc
#elseif canImport(Darwin)
  @preconcurrency import Darwin
#endif

/// The standard input, output, and error of the program.
enum StandardStreams {
  /// Takes the places of those that the caller closed: a file that the program opens would get their number, and messages
  /// would go into it. What is written to such a place fails.
  static func reserve() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest free number is the one that is missing.
      _ = open("/dev/null", O_RDONLY)
    }
  }

  /// Writes to the standard error. A message that nobody can read is lost; the exit code still tells.
  static func writeError(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }

  /// Writes one line to the standard error, as errors, warnings, and what is said while work goes on have it.
  static func note(_ line: String) { writeError("burnish: \(line.printable)\n") }

  /// Checks that all printed output was written: the disk may be full, or the output closed.
  static func flushOutput() throws(Failure) {
    let isFlushed = fflush(stdout) == 0
    let reason = isFlushed ? "writing failed" : String(cString: strerror(errno))
    guard isFlushed, ferror(stdout) == 0 else {
      throw Failure(
        .inputOutput, "standard output", found: reason,
        wanted: "a file or terminal that takes what is printed")
    }
  }
}
