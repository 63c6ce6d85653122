import BurnishCore
import BurnishTensors

/// Reads tables of numbers from text, one line per row.
///
/// Spaces, tabs, commas, or semicolons separate numbers. The reader skips empty lines and lines that begin with # or %.
/// It accepts the encodings of `TextFile`.
enum NumberText {
  /// - Returns: `[rows, columns]`.
  /// - Throws: ``Failure`` as `TextFile.contents(of:limit:)`, and `badData` if the text is not a rectangle of numbers
  ///   or if commas may be decimal commas.
  static func read(_ path: String) throws(Failure) -> Tensor {
    try table(try TextFile.contents(of: path, limit: 1 << 24), path)
  }

  static func table(_ text: String, _ path: String) throws(Failure) -> Tensor {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var (rows, columns) = (0, 0)
    var values: [Float] = []
    var words: [[Substring]] = []
    var hasCommas = false
    for (index, line) in lines.enumerated() {
      let parts = line.split { $0.isWhitespace || $0 == ";" }
      guard let first = parts.first, !first.hasPrefix("#"), !first.hasPrefix("%") else { continue }
      if let part = decimal(in: parts) { throw comma(part, line: index, path) }
      hasCommas = hasCommas || line.contains(",")
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
    if hasCommas, areHalves(words) {
      throw comma(Substring("\(words[0][0]),\(words[0][1])"), line: nil, path)
    }
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

  /// Whether numbers count up from 0, like the line or column numbers of a table.
  private static func counts(_ numbers: [Float]) -> Bool {
    numbers.count > 3 && numbers.enumerated().allSatisfy { Float($0) == $1 }
  }

  /// A word with a possible decimal comma. The comma lies between digits while other separators occur too, or before
  /// a 0 and more digits.
  private static func decimal(in parts: [Substring]) -> Substring? {
    parts.first { part in
      parts.count > 1 && part.contains(/[0-9],[0-9]/) || part.contains(/[0-9],0[0-9]+(?:,|$)/)
    }
  }

  /// Whether columns look like numbers below 1 split at decimal commas: whole numbers, with 0 in every other column.
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
