import BurnishCore
import BurnishTensors

/// Texts of numbers, a line for each row.
///
/// Numbers are separated by spaces, tabs, commas or semicolons; empty lines and those that begin with # or % do not
/// count. What `TextFile` reads may be in any encoding.
enum NumberText {
  /// - Returns: `[rows, columns]`.
  /// - Throws: ``Failure`` as `TextFile.contents(of:limit:)`, and `badData` for what is no rectangle of numbers, and
  ///   where commas may stand for decimal points.
  static func read(_ path: String) throws(Failure) -> Tensor {
    try table(try TextFile.contents(of: path, limit: 1 << 24), path)
  }

  static func table(_ text: String, _ path: String) throws(Failure) -> Tensor {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var (rows, columns) = (0, 0)
    var values: [Float] = []
    var words: [[Substring]] = []
    for (index, line) in lines.enumerated() {
      let parts = line.split { $0.isWhitespace || $0 == ";" }
      guard let first = parts.first, !first.hasPrefix("#"), !first.hasPrefix("%") else { continue }
      if let part = decimal(in: parts) { throw comma(part, line: index, path) }
      let row = parts.flatMap { $0.split(separator: ",") }
      for word in row {
        guard let value = Float(word) else {
          throw Failure(
            .badData, path, found: "\(quoted(word)) in line \(index + 1)", wanted: "numbers")
        }
        values.append(value)
      }
      if rows == 0 { columns = row.count }
      guard row.count == columns else {
        throw Failure(
          .badData, path, found: "\(counted(row.count, "number")) in line \(index + 1)",
          wanted: "\(columns) in each line, as in the first")
      }
      words.append(row)
      rows += 1
    }
    guard rows > 0, columns > 0 else {
      throw Failure(.badData, path, found: "no numbers", wanted: "a line of them for each row")
    }
    if areHalves(words) { throw comma(Substring("\(words[0][0]),\(words[0][1])"), line: nil, path) }
    let (top, left) = (
      Array(values[..<columns]), stride(from: 0, to: values.count, by: columns).map { values[$0] }
    )
    for (numbers, name) in [(top, "line"), (left, "column")] where counts(numbers) {
      throw Failure(
        .badData, path,
        found: "0, 1, 2, and so on in the first \(name), which seem to be numbers of it",
        wanted: "the numbers alone")
    }
    return Tensor(shape: [rows, columns], values: values)
  }

  /// Whether numbers count from 0, as tables are written with the numbers of their lines and columns.
  private static func counts(_ numbers: [Float]) -> Bool {
    numbers.count > 3 && numbers.enumerated().allSatisfy { Float($0) == $1 }
  }

  /// A word whose comma may be a decimal one: between digits where something else separates numbers as well, or before a
  /// digit 0 that no number of its own begins with.
  private static func decimal(in parts: [Substring]) -> Substring? {
    parts.first { part in
      parts.count > 1 && part.contains(/[0-9],[0-9]/) || part.contains(/[0-9],0[0-9]+(?:,|$)/)
    }
  }

  /// Whether columns of whole numbers, of which every other one is 0 throughout, are what numbers below 1 are cut into.
  private static func areHalves(_ words: [[Substring]]) -> Bool {
    words[0].count % 2 == 0
      && words.allSatisfy { row in
        row.enumerated().allSatisfy { index, word in
          index % 2 == 0 ? word == "0" : word.allSatisfy(\.isWholeNumber)
        }
      }
  }

  private static func comma(_ word: Substring, line: Int?, _ path: String) -> Failure {
    Failure(
      .badData, path,
      found:
        "\(quoted(word))\(line.map { " in line \($0 + 1)" } ?? ""), whose comma may be a decimal comma",
      wanted: "decimal points, and a space after commas between numbers")
  }
}
