import BurnishCore

#if canImport(Glibc)
  // The stream is a variable on this platform.
  @preconcurrency import Glibc
#elseif canImport(Darwin)
  @preconcurrency import Darwin
#endif

/// The standard input, output, and error of the program.
enum StandardStreams {
  /// Fills the descriptors that the caller closed. Otherwise a file that the program opens would get such a number, and
  /// messages would go into it. Writes to such a descriptor fail.
  static func reserve() {
    for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
      // `open` takes the lowest free number, which is the missing one.
      _ = open("/dev/null", O_RDONLY)
    }
  }

  /// Writes to standard error. If the message cannot be written, the exit code still tells the outcome.
  static func writeError(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }

  /// Writes one line to standard error, for errors, warnings, and notes during the work.
  static func note(_ line: String) { writeError("burnish: \(line.printable)\n") }

  /// Checks that all output was written: the disk may be full, or the output closed.
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
