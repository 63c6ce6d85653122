import BurnishCore
import Foundation

/// The curves of several trainings in one plot, from their logs.
public struct TrainingPlot: Sendable {
  /// The curve of one training.
  public struct Course: Sendable {
    /// The name of its log's folder.
    public var name: String
    /// The step and the value of each row that has a value.
    public var points: [LinePlot.Point]
  }

  /// The column to show.
  public let column: String
  /// The curves, in the order of the logs.
  public let courses: [Course]
  /// The logs with an incomplete last line, which is not shown; a training may end while it writes.
  public let cutOff: [String]

  /// Reads logs.
  ///
  /// - Parameters:
  ///   - paths: at least one log; to show validation scores, all must have the same measure.
  ///   - column: the name of a column, such as `loss`; if `nil`, the last column, which holds the validation
  ///     score.
  /// - Throws: ``Failure``: `noInput` if a file cannot be read, `badData` if it is not a log, or lacks the column
  ///   or a value in it.
  public init(logs paths: [String], column: String? = nil) throws(Failure) {
    let logs = try Self.logs(paths)
    let column = column ?? logs[0].header.last!
    self.column = column
    cutOff = logs.filter(\.isCutOff).map(\.path)
    courses = try Self.courses(logs, column: column)
  }

  private struct Log {
    let path: String
    let header: [String]
    let rows: [[String]]
    /// Whether the last line was incomplete and left out.
    var isCutOff = false
  }

  // If it inlines this or `courses`, Swift 6.3.1 miscompiles the initializer, which throws.
  @inline(never)
  private static func logs(_ paths: [String]) throws(Failure) -> [Log] {
    var logs: [Log] = []
    for path in paths { logs.append(try log(path)) }
    return logs
  }

  private static func log(_ path: String) throws(Failure) -> Log {
    let text = try TextFile.contents(of: path, limit: 1 << 28)
    var lines = text.split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    // Without a final newline, even a last line with all columns may lack digits.
    let isCutOff = lines.count > 1 && text.last?.isNewline == false
    if isCutOff { lines.removeLast() }
    guard let header = lines.first, header.first == "step", header.count > 1,
      lines.allSatisfy({ $0.count == header.count })
    else {
      throw Failure(
        .badData, path, found: "it is no log of a training",
        wanted: "a log.csv that training writes")
    }
    return Log(path: path, header: header, rows: Array(lines.dropFirst()), isCutOff: isCutOff)
  }

  @inline(never)
  private static func courses(_ logs: [Log], column: String) throws(Failure) -> [Course] {
    var courses: [Course] = []
    for log in logs {
      guard let index = log.header.dropFirst().firstIndex(of: column) else {
        throw Failure(
          .badData, log.path, found: "no column \(column)",
          wanted: log.header.dropFirst().joined(separator: ", "))
      }
      let points = log.rows.compactMap { row -> LinePlot.Point? in
        guard let step = Double(row[0]), let value = Double(row[index]) else { return nil }
        return LinePlot.Point(x: step, y: value)
      }
      guard !points.isEmpty else {
        throw Failure(
          .badData, log.path, found: "no value in the column \(column)", wanted: "one at least")
      }
      courses.append(Course(name: name(of: log.path), points: points))
    }
    return courses
  }

  /// Returns the name of a log's folder, or the file's name if it is not `log.csv`.
  private static func name(of path: String) -> String {
    FileSystem.name(of: path) == "log.csv"
      ? FileSystem.name(of: FileSystem.folder(of: FileSystem.absolute(path)))
      : FileSystem.stem(of: path)
  }

  /// - Parameter scale: the scale of the vertical axis.
  public func plot(_ scale: LinePlot.Scale = .linear) -> LinePlot {
    let words = column.replacingOccurrences(of: "_", with: " ")
    return LinePlot(
      title: courses.count == 1 ? courses[0].name : "\(courses.count) trainings",
      horizontal: .init("step"), vertical: .init(words, scale),
      series: courses.map { .init($0.name, points: $0.points) })
  }
}
