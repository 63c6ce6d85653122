import BurnishTensors
import Foundation

/// The course of a training as a CSV file, one row a report.
final class TrainingLog {
  private let path: String
  private let header: String
  private var file: FileHandle?

  /// - Parameter scoreColumn: the name of the column of validations.
  init(path: String, scoreColumn: String) {
    self.path = path
    header = "step,learning_rate,loss,\(scoreColumn)"
  }

  deinit { try? file?.close() }

  /// Opens the file, dropping rows of steps that the checkpoint does not know of.
  func open(afterStep step: Int) throws(Failure) {
    var rows = [header]
    if step > 0, let data = FileManager.default.contents(atPath: path) {
      let text = String(decoding: data, as: UTF8.self)
      rows += text.split(separator: "\n").dropFirst().filter { row in
        row.split(separator: ",").first.flatMap { Int($0) }.map { $0 <= step } ?? false
      }.map(String.init)
    }
    do {
      let url = URL(fileURLWithPath: path)
      try Data((rows.joined(separator: "\n") + "\n").utf8).write(to: url, options: .atomic)
      file = try FileHandle(forWritingTo: url)
      try file?.seekToEnd()
    } catch {
      throw Failure(
        .cannotCreate, path, found: "the log cannot be written", wanted: "a writable folder")
    }
  }

  /// - Parameter score: of a validation; the column stays empty otherwise.
  func append(step: Int, learningRate: Float, loss: Double, score: Double? = nil) throws(Failure) {
    let row = "\(step),\(learningRate),\(loss),\(score.map { "\($0)" } ?? "")\n"
    do {
      try file?.write(contentsOf: Data(row.utf8))
    } catch {
      throw Failure(.inputOutput, path, found: "the log cannot be written", wanted: "free space")
    }
  }
}
