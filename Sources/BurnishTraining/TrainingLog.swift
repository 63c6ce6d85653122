import BurnishCore

/// The log of a training as a CSV file, with one row per report.
final class TrainingLog {
  private let path: String
  private let header: String
  private var file: AppendedFile?

  /// - Parameter scoreColumn: the name of the column of validation scores.
  init(path: String, scoreColumn: String) {
    self.path = path
    header = "step,learning_rate,loss,\(scoreColumn)"
  }

  /// Opens the file and drops rows of steps after the checkpoint and an incomplete last row.
  func open(afterStep step: Int) throws(Failure) {
    var rows = [header]
    if step > 0, FileSystem.exists(path) {
      let text = String(decoding: try InputFile.contents(of: path), as: UTF8.self)
      // Text after the last newline is an incomplete row.
      let whole = text[..<(text.lastIndex(of: "\n") ?? text.startIndex)]
      let columns = header.split(separator: ",").count
      rows += whole.split(separator: "\n").dropFirst().filter { row in
        let fields = row.split(separator: ",", omittingEmptySubsequences: false)
        return fields.count == columns && Int(fields[0]).map { $0 <= step } ?? false
      }.map(String.init)
    }
    file = try .beginning(with: rows.joined(separator: "\n") + "\n", at: path)
  }

  /// - Parameter score: the score of a validation; the column stays empty if `nil`.
  func append(step: Int, learningRate: Float, loss: Double, score: Double? = nil) throws(Failure) {
    try file?.append("\(step),\(learningRate),\(loss),\(score.map { "\($0)" } ?? "")\n")
  }
}
