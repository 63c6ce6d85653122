/// A failure of the outside world: a file, an option, a size, a weight that is not what it should be.
///
/// One line names the file or option, what was found, of which it shows 400 characters at most, and what would
/// do. Mistakes of a programmer are preconditions instead; lack of convergence is a value in a result.
public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong, by the exit status of `sysexits.h` that the program ends with.
  public enum Kind: Int32, Sendable {
    /// The command was used wrongly (`EX_USAGE`).
    case usage = 64
    /// The input data was incorrect in some way (`EX_DATAERR`).
    case badData = 65
    /// An input does not exist or is not readable (`EX_NOINPUT`).
    case noInput = 66
    /// The system lacks something, such as memory (`EX_OSERR`).
    case outOfMemory = 71
    /// An output cannot be created (`EX_CANTCREAT`).
    case cannotCreate = 73
    /// Reading or writing failed midway (`EX_IOERR`).
    case inputOutput = 74
    /// Another process uses what is needed; later it may work (`EX_TEMPFAIL`).
    case busy = 75
  }

  public let kind: Kind
  /// The file, option or tensor that the failure is about.
  public let subject: String
  /// What was found there, as a clause: "the file ends after 120 of 4096 bytes".
  public let found: String
  /// What would do, as a clause: "a PNG, JPEG or TIFF image". Empty where nothing helpful can be said.
  public let wanted: String
  /// What a caller could have chosen otherwise, so that a program can name its option.
  public let choice: Choice?

  public init(
    _ kind: Kind, _ subject: String, found: String, wanted: String = "", choice: Choice? = nil
  ) {
    self.kind = kind
    self.subject = subject
    self.found = found
    self.wanted = wanted
    self.choice = choice
  }

  /// A parameter of a library that a program may have an option for.
  public struct Choice: Sendable, Hashable {
    public let name: String

    public init(_ name: String) { self.name = name }
  }

  public var description: String {
    // A file may quote itself at any length.
    let found = self.found.count > 400 ? self.found.prefix(400) + "…" : self.found[...]
    return wanted.isEmpty ? "\(subject): \(found)" : "\(subject): \(found); expected \(wanted)"
  }
}
