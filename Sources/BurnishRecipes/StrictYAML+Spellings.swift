import Yams

extension StrictYAML {
  /// The text with old spellings of keys replaced by current names.
  ///
  /// - Parameters:
  ///   - yaml: the file's text; invalid YAML stays unchanged for the decoder.
  ///   - spellings: the current name for each old key.
  /// - Returns: the text, and its fault if a mapping has a key in both spellings.
  static func respelled(
    _ yaml: String, _ spellings: [String: String]
  ) -> (yaml: String, fault: String?) {
    guard spellings.keys.contains(where: yaml.contains), let root = try? Yams.compose(yaml: yaml)
    else { return (yaml, nil) }
    var fault: String?
    func respelled(_ node: Node) -> Node {
      var node = node
      if let mapping = node.mapping {
        var result = mapping
        for (key, value) in mapping {
          result[key] = respelled(value)
          guard let old = key.string, let new = spellings[old] else { continue }
          if mapping[Node(new)] != nil { fault = "both \"\(old)\" and \"\(new)\"" }
          result[key] = nil
          result[Node(new)] = respelled(value)
        }
        node.mapping = result
      } else if let sequence = node.sequence {
        for (index, value) in sequence.enumerated() { node.sequence![index] = respelled(value) }
      }
      return node
    }
    let result = respelled(root)
    return ((try? Yams.serialize(node: result)) ?? yaml, fault)
  }
}
