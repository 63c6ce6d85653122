import Yams

extension StrictYAML {
  /// The most values that a file may expand to, counting every repetition by aliases.
  package static let valueLimit = 10_000

  /// Checks that a text's aliases do not expand to more values than a recipe can need. An alias may
  /// repeat lists of other aliases, so each further line can multiply the memory for reading.
  ///
  /// - Parameters:
  ///   - yaml: the file's text.
  ///   - limit: the most values.
  /// - Returns: why the text is refused, or `nil` if it is accepted. Invalid YAML is accepted here;
  ///   the decoder refuses it.
  package static func expansionFault(in yaml: String, limit: Int = valueLimit) -> String? {
    // A "*" in a comment or string does no harm: it only makes the code below count values.
    guard yaml.contains(/(?:^|[\s,\[{:?-])\*[^\s*]/) else { return nil }
    // Composing shares values that aliases repeat, except keys: it compares all keys.
    if yaml.contains(/(?:^|[\s,\[{-])\?\s|[\]}][ \t]*:|(?:^|[\s,\[{?-])\*[^\s,\]}]+[ \t]*:/) {
      return "aliases beside keys that are no plain words"
    }
    guard let root = try? Yams.compose(yaml: yaml) else { return nil }
    var left = limit
    return isWithin(&left, root) ? nil : "aliases that make more than \(limit) values of it"
  }

  /// Counts values down; `false` if the limit is exceeded.
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
