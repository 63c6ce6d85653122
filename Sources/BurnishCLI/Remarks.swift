import Synchronization

/// What the program has to say about files beside its results, such as what reading left out, and what it took for granted
/// because nobody said it: what a file holds, in which unit, and by which model.
///
/// It is told on the standard error when the work is done, so that a failure stays one line: a line for each remark, and
/// one for all that was taken for granted.
enum Remarks {
  private struct Lines {
    var remarks: [String] = []
    var assumptions: [String] = []
  }

  private static let lines = Mutex(Lines())

  /// - Parameter line: it is told once, however often it is added.
  static func add(_ line: String) { add(line, to: \.remarks) }

  /// - Parameters:
  ///   - path: the file.
  ///   - kind: what it was taken for, in words.
  ///   - option: by which a user says otherwise.
  static func assume(_ path: String, is kind: String, option: String) {
    add("\(path) was taken for \(kind) (\(option) says otherwise)", to: \.assumptions)
  }

  /// - Parameter model: the name of the model that was taken.
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
