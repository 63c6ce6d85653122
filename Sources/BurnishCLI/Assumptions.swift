/// What a command took for granted because nobody said it: what a file holds, in which unit, and by which model.
///
/// It is told in one line on the standard error, once the work is done, so that a failure stays one line as well.
struct Assumptions {
  private var words: [String] = []

  /// - Parameters:
  ///   - path: the file.
  ///   - kind: what it was taken for, in words.
  ///   - option: by which a user says otherwise.
  mutating func take(_ path: String, for kind: String, option: String) {
    words.append("\(path) was taken for \(kind) (\(option) says otherwise)")
  }

  /// - Parameter model: the name of the model that was taken.
  mutating func use(model: String) { words.append("model \(model)") }

  func report() {
    guard !words.isEmpty else { return }
    StandardStreams.note(words.joined(separator: "; "))
  }
}
