import BurnishCore

/// The header of a safetensors file: its tensors and their positions.
struct SafetensorsHeader: Sendable {
  struct Entry: Sendable {
    let name: String
    let type: StoredElement
    let shape: [Int]
    /// The range of bytes after the header.
    let bytes: Range<Int>
  }

  /// The entries in the order of their samples in the file.
  var entries: [Entry] = []
  var metadata: [String: String] = [:]

  /// The longest header that the format allows, in bytes.
  static let longest = 100_000_000

  /// Parses and checks a header.
  /// - Parameters:
  ///   - bytes: the header's text.
  ///   - dataCount: the number of bytes after the header in the file.
  ///   - path: the file, for error messages.
  init(parsing bytes: [UInt8], dataCount: Int, path: String) throws(Failure) {
    let root: JSONValue
    do { root = try JSONValue(parsingHeader: bytes) } catch {
      throw Failure(
        .badData, path, found: "the header is not valid JSON: \(error.what) at byte \(error.offset)"
      )
    }
    guard case .object(let members) = root else {
      throw Failure(.badData, path, found: "the header is not a JSON object")
    }
    for (name, member) in members.sorted(by: { $0.key < $1.key }) {
      if name == "__metadata__" {
        metadata = try Self.metadata(member, path: path)
      } else {
        entries.append(try Self.entry(name, member, path: path))
      }
    }
    entries.sort {
      ($0.bytes.lowerBound, $0.bytes.upperBound, $0.name)
        < ($1.bytes.lowerBound, $1.bytes.upperBound, $1.name)
    }
    var end = 0
    for entry in entries {
      guard entry.bytes.lowerBound == end else {
        let what = entry.bytes.lowerBound < end ? "overlaps others" : "lies behind a gap"
        throw Failure(
          .badData, path,
          found: "the tensor \"\(entry.name)\" at bytes \(entry.bytes.lowerBound) to "
            + "\(entry.bytes.upperBound) \(what)", wanted: "it to start at byte \(end)")
      }
      end = entry.bytes.upperBound
    }
    guard end == dataCount else {
      throw Failure(
        .badData, path, found: "\(dataCount) bytes of samples follow the header",
        wanted: "\(end) bytes")
    }
  }

  private static func metadata(
    _ member: JSONValue, path: String
  ) throws(Failure) -> [String: String] {
    guard case .object(let members) = member else {
      throw Failure(.badData, path, found: "the metadata are not a JSON object")
    }
    var metadata: [String: String] = [:]
    for (key, value) in members {
      guard case .string(let text) = value else {
        throw Failure(.badData, path, found: "the metadata \"\(key)\" are not a string")
      }
      metadata[key] = text
    }
    return metadata
  }

  private static func entry(
    _ name: String, _ member: JSONValue, path: String
  ) throws(Failure) -> Entry {
    func failure(_ found: String, wanted: String = "") -> Failure {
      Failure(.badData, path, found: "the tensor \"\(name)\" \(found)", wanted: wanted)
    }
    guard case .object(let fields) = member else { throw failure("is not a JSON object") }
    guard case .string(let typeName)? = fields["dtype"] else { throw failure("has no dtype") }
    guard let type = StoredElement(rawValue: typeName) else {
      throw failure(
        "has the unsupported dtype \"\(typeName)\"",
        wanted: "one of " + StoredElement.allCases.map(\.rawValue).joined(separator: ", "))
    }
    guard let shape = fields["shape"]?.naturals else { throw failure("has no shape") }
    guard let offsets = fields["data_offsets"]?.naturals, offsets.count == 2 else {
      throw failure("has no pair of data_offsets")
    }
    guard offsets[0] <= offsets[1] else {
      throw failure("ends at byte \(offsets[1]), before its start at \(offsets[0])")
    }
    var size = type.size
    for extent in shape {
      let (product, overflows) = size.multipliedReportingOverflow(by: extent)
      if overflows { throw failure("has the shape \(shape), too large for any memory") }
      size = product
    }
    guard size == offsets[1] - offsets[0] else {
      throw failure(
        "takes \(offsets[1] - offsets[0]) bytes", wanted: "\(size) for \(typeName) \(shape)")
    }
    return Entry(name: name, type: type, shape: shape, bytes: offsets[0]..<offsets[1])
  }
}

extension JSONValue {
  fileprivate var naturals: [Int]? {
    guard case .array(let elements) = self else { return nil }
    var numbers: [Int] = []
    for element in elements {
      guard case .number(let number) = element else { return nil }
      // A header's numbers are natural.
      numbers.append(Int(number))
    }
    return numbers
  }
}
