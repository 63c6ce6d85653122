import Synchronization

/// Remarks about files, such as what reading left out, and assumptions: the kind of a file, its unit, and the model.
///
/// They go to standard error when the work is done, so that a failure stays one line. Each remark has a line, and all
/// assumptions share one.
enum Remarks {
  private struct Lines {
    var remarks: [String] = []
    var assumptions: [String] = []
  }

  private static let lines = Mutex(Lines())

  /// - Parameter line: the remark; it is printed once, even if added more often.
  static func add(_ line: String) { add(line, to: \.remarks) }

  /// - Parameters:
  ///   - path: the file.
  ///   - kind: the assumed kind, as text.
  ///   - option: the option that overrides the assumption.
  static func assume(_ path: String, is kind: String, option: String) {
    add("\(path) was taken for \(kind) (\(option) says otherwise)", to: \.assumptions)
  }

  /// - Parameter model: the name of the chosen model.
  static func assume(model: String) { add("model \(model)", to: \.assumptions) }

  static func report() {
    let told = lines.withLock { $0 }
    for line in told.remarks { StandardStreams.note(line) }
    if !told.assumptions.isEmpty { StandardStreams.note(told.assumptions.joined(separator: "; ")) }
  }

  private static func add(_ line: String, to place: WritableKeyPath<Lines, [String]>) {
    lines.withLock { if !$0[keyPath: place].contains(line) { $0[keyPath: place].append(line) } }
  }
}
