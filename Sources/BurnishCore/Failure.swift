/// An error in the input or the system, such as a bad file, option, size, or weight.
///
/// One line names the file or option, what was found (at most 400 characters), and what was expected. Programming
/// errors are preconditions instead. Results report a lack of convergence as a value.
public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of error. Its raw value is the program's exit status from `sysexits.h`.
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
    /// Another process uses a resource; a later try may work (`EX_TEMPFAIL`).
    case busy = 75
    /// The task of the computation was canceled. The exit status is that of an interrupted program.
    case canceled = 130
  }

  public let kind: Kind
  /// The file, option, or tensor with the error.
  public let subject: String
  /// What was found there, as a clause: "the file ends after 120 of 4096 bytes".
  public let found: String
  /// What was expected, as a clause: "a PNG, JPEG or TIFF image". Empty if nothing helpful can be said.
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
    /// The parameter to leave out; `nil` for other choices.
    public let leftOut: String?

    public init(_ name: String) { (self.name, leftOut) = (name, nil) }

    private init(leavingOut parameter: String) {
      (name, leftOut) = ("without \(parameter)", parameter)
    }

    /// Leave out a parameter.
    public static func without(_ parameter: String) -> Choice { Choice(leavingOut: parameter) }
  }

  public var description: String {
    // A file may quote itself at any length.
    let found = self.found.count > 400 ? self.found.prefix(400) + "…" : self.found[...]
    return wanted.isEmpty ? "\(subject): \(found)" : "\(subject): \(found); expected \(wanted)"
  }
}
