import Yams

extension StrictYAML {
  /// The most values that a file may stand for, those that its aliases repeat counted each time.
  package static let valueLimit = 10_000

  /// Refuses a text whose aliases make more of it than a recipe can need: each may repeat lists of others, so that
  /// a line more multiplies the memory that reading takes.
  ///
  /// - Parameters:
  ///   - yaml: the file's text.
  ///   - limit: the most values.
  /// - Returns: why it is refused; `nil` where it is not. What is no YAML is left to those who read it.
  package static func expansionFault(in yaml: String, limit: Int = valueLimit) -> String? {
    // A "*" in a comment or a text does no harm here: values are counted then.
    guard yaml.contains(/(?:^|[\s,\[{:?-])\*[^\s*]/) else { return nil }
    // Composing shares what aliases repeat, but for keys, all of which it compares.
    if yaml.contains(/(?:^|[\s,\[{-])\?\s|[\]}][ \t]*:|(?:^|[\s,\[{?-])\*[^\s,\]}]+[ \t]*:/) {
      return "aliases beside keys that are no plain words"
    }
    guard let root = try? Yams.compose(yaml: yaml) else { return nil }
    var left = limit
    return isWithin(&left, root) ? nil : "aliases that make more than \(limit) values of it"
  }

  /// Counts values down, until none is left.
  private static func isWithin(_ left: inout Int, _ node: Node) -> Bool {
    left -= 1
    guard left >= 0 else { return false }
    if let mapping = node.mapping {
      for (_, value) in mapping where !isWithin(&left, value) { return false }
    } else if let sequence = node.sequence {
      for value in sequence where !isWithin(&left, value) { return false }
    }
    return true
  }
}
