import BurnishCore

/// The course of a training as a CSV file, one row a report.
final class TrainingLog {
  private let path: String
  private let header: String
  private var file: AppendedFile?

  /// - Parameter scoreColumn: the name of the column of validations.
  init(path: String, scoreColumn: String) {
    self.path = path
    header = "step,learning_rate,loss,\(scoreColumn)"
  }

  /// Opens the file, dropping rows of steps that the checkpoint does not know of, and one that is not whole.
  func open(afterStep step: Int) throws(Failure) {
    var rows = [header]
    if step > 0, FileSystem.exists(path) {
      let text = String(decoding: try InputFile.contents(of: path), as: UTF8.self)
      // What follows the last line's end is a row that was cut off.
      let whole = text[..<(text.lastIndex(of: "\n") ?? text.startIndex)]
      let columns = header.split(separator: ",").count
      rows += whole.split(separator: "\n").dropFirst().filter { row in
        let fields = row.split(separator: ",", omittingEmptySubsequences: false)
        return fields.count == columns && Int(fields[0]).map { $0 <= step } ?? false
      }.map(String.init)
    }
    file = try .beginning(with: rows.joined(separator: "\n") + "\n", at: path)
  }

  /// - Parameter score: of a validation; the column stays empty otherwise.
  func append(step: Int, learningRate: Float, loss: Double, score: Double? = nil) throws(Failure) {
    try file?.append("\(step),\(learningRate),\(loss),\(score.map { "\($0)" } ?? "")\n")
  }
}
