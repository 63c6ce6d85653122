import BurnishCore
import Foundation

/// The courses of trainings beside each other, from the logs that they leave.
public struct TrainingPlot: Sendable {
  /// One training.
  public struct Course: Sendable {
    /// The folder of its log.
    public var name: String
    /// The step of each row that has a value, and the value.
    public var points: [LinePlot.Point]
  }

  /// The column that is shown.
  public let column: String
  /// In the order of the logs.
  public let courses: [Course]
  /// The logs whose last line is not whole, as when a training was ended while it wrote; that line is not shown.
  public let cutOff: [String]

  /// Reads logs.
  ///
  /// - Parameters:
  ///   - paths: one at least, of trainings that were validated by the same measure if that is to be shown.
  ///   - column: the name of a column: `loss`. Without it the score of validations, the last column, is
  ///     shown.
  /// - Throws: ``Failure``: `noInput` where a file cannot be read, `badData` where it is no log, has no such
  ///   column or no value in it.
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
    /// Whether the last line was left out, since it is not whole.
    var isCutOff = false
  }

  // Not inlined, nor is what follows: Swift 6.3.1 miscompiles initializers that throw otherwise.
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
    // Without a line's end even a last line of all columns may lack digits.
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

  /// The folder that a log lies in, or the file's name where it is no training's `log.csv`.
  private static func name(of path: String) -> String {
    FileSystem.name(of: path) == "log.csv"
      ? FileSystem.name(of: FileSystem.folder(of: FileSystem.absolute(path)))
      : FileSystem.stem(of: path)
  }

  /// - Parameter scale: of the vertical axis.
  public func plot(_ scale: LinePlot.Scale = .linear) -> LinePlot {
    let words = column.replacingOccurrences(of: "_", with: " ")
    return LinePlot(
      title: courses.count == 1 ? courses[0].name : "\(courses.count) trainings",
      horizontal: .init("step"), vertical: .init(words, scale),
      series: courses.map { .init($0.name, points: $0.points) })
  }
}
