import BurnishCore
import Yams

/// Strict decoding of YAML files: a key that nothing reads is an error.
package enum StrictYAML {
  /// - Parameters:
  ///   - yaml: the file's text.
  ///   - spellings: the current name for each old key.
  ///   - path: the file, named in errors.
  ///   - kind: the plural name for such files.
  ///   - wanted: the accepted contents, for errors.
  /// - Throws: ``Failure`` of the kind `badData` if the text is not YAML, lacks a key or has an
  ///   unknown one; the error names it.
  package static func decode<Value: Codable>(
    _ type: Value.Type, from yaml: String, spellings: [String: String] = [:], path: String,
    kind: String, wanted: String
  ) throws(Failure) -> Value {
    if !isText(yaml) {
      throw Failure(.badData, path, found: "a file that is no text", wanted: wanted)
    }
    if let fault = expansionFault(in: yaml) {
      throw Failure(.badData, path, found: fault, wanted: wanted)
    }
    let (yaml, fault) = respelled(yaml, spellings)
    if let fault { throw Failure(.badData, path, found: fault, wanted: wanted) }
    let value: Value
    do {
      value = try YAMLDecoder().decode(type, from: yaml)
    } catch {
      throw Failure(.badData, path, found: reason(of: error), wanted: wanted)
    }
    let unknown: String?
    do {
      let known = try keyPaths(in: YAMLEncoder().encode(value))
      unknown = try keyPaths(in: yaml).subtracting(known).min()
    } catch {
      throw Failure(.badData, path, found: "\(error)", wanted: wanted)
    }
    if let unknown {
      throw Failure(
        .badData, path, found: "the key \"\(unknown)\", which \(kind) do not have", wanted: wanted)
    }
    return value
  }

  /// Whether the text has no control characters except those that separate lines and words.
  private static func isText(_ yaml: String) -> Bool {
    yaml.unicodeScalars.allSatisfy { $0.value >= 32 || [9, 10, 12, 13].contains($0.value) }
  }

  private static func keyPaths(in yaml: String) throws -> Set<String> {
    func paths(_ node: Node, _ prefix: String) -> [String] {
      func join(_ key: String) -> String { prefix.isEmpty ? key : "\(prefix).\(key)" }
      if let mapping = node.mapping {
        return mapping.flatMap { key, value in paths(value, join(key.string ?? "?")) }
      }
      if let sequence = node.sequence {
        return sequence.enumerated().flatMap { paths($0.element, join("\($0.offset)")) }
      }
      // A key without a value counts as no key.
      return node.null == nil ? [prefix] : []
    }
    return Set(try Yams.compose(yaml: yaml).map { paths($0, "") } ?? [])
  }

  private static func words(for type: any Any.Type) -> String {
    switch type {
    case is Bool.Type: "true or false"
    case is Int.Type: "whole number"
    case is Double.Type, is Float.Type: "number"
    case is String.Type: "text"
    case is Node.Mapping.Type: "mapping of keys to values"
    case is Node.Scalar.Type: "single value"
    case is any Collection.Type: "list"
    default: "\(type)"
    }
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  private static func reason(of error: any Error) -> String {
    func path(_ keys: [any CodingKey]) -> String {
      keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    }
    switch error {
    case DecodingError.typeMismatch(_, let context) where context.codingPath.isEmpty:
      return "no mapping of keys to values"
    case DecodingError.keyNotFound(let key, let context):
      return "no key \"\(path(context.codingPath + [key]))\""
    case DecodingError.typeMismatch(let type, let context):
      return "\"\(path(context.codingPath))\", which is no \(words(for: type))"
    case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty:
      return "it is not YAML"
        + (context.underlyingError.map { ": \(oneLine("\($0)"))" } ?? "")
    case DecodingError.valueNotFound(_, let context), DecodingError.dataCorrupted(let context):
      return "\"\(path(context.codingPath))\": \(oneLine(context.debugDescription))"
    default: return "it is not YAML"
    }
  }
}
