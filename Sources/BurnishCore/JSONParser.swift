extension JSONValue {
  /// An error in a text and the byte where it is.
  package struct SyntaxError: Error {
    package let offset: Int
    package let what: String
  }

  /// Parses a UTF-8 text that holds one value, with optional spaces around it, such as a file header.
  ///
  /// This is stricter than JSON. Numbers must be natural and at most 2^53, objects must not repeat a key, and nesting
  /// is limited. A damaged header is thus reported instead of guessed at.
  package init(parsingHeader bytes: [UInt8]) throws(SyntaxError) {
    var parser = JSONParser(bytes: bytes)
    self = try parser.document()
  }
}

private struct JSONParser {
  let bytes: [UInt8]
  var offset = 0
  var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONValue.SyntaxError) -> JSONValue {
    let value = try value()
    skipSpaces()
    if offset < bytes.count { throw error("something follows the value") }
    return value
  }

  private func error(_ what: String) -> JSONValue.SyntaxError { .init(offset: offset, what: what) }

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipSpaces() {
    while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      offset += 1
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  private mutating func value() throws(JSONValue.SyntaxError) -> JSONValue {
    skipSpaces()
    guard let byte = next else { throw error("the text ends where a value should be") }
    switch byte {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      if depth > 16 { throw error("values are nested too deeply") }
      let value: JSONValue =
        byte == UInt8(ascii: "{") ? .object(try object()) : .array(try array())
      depth -= 1
      return value
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try natural())
    case UInt8(ascii: "t"): return try literal("true", .bool(true))
    case UInt8(ascii: "f"): return try literal("false", .bool(false))
    case UInt8(ascii: "n"): return try literal("null", .null)
    default: throw error("there is no value here")
    }
  }

  private mutating func literal(
    _ text: StaticString, _ value: JSONValue
  ) throws(JSONValue.SyntaxError) -> JSONValue {
    let matches = text.withUTF8Buffer { text in
      bytes[offset...].prefix(text.count).elementsEqual(text)
    }
    guard matches else { throw error("there is no value here") }
    offset += text.utf8CodeUnitCount
    return value
  }

  private mutating func object() throws(JSONValue.SyntaxError) -> [String: JSONValue] {
    offset += 1
    var members: [String: JSONValue] = [:]
    skipSpaces()
    if take("}") { return members }
    while true {
      skipSpaces()
      guard next == UInt8(ascii: "\"") else { throw error("a key is missing") }
      let key = try string()
      skipSpaces()
      guard take(":") else { throw error("a colon is missing") }
      let value = try value()
      if members.updateValue(value, forKey: key) != nil {
        throw error("the key \"\(key)\" is repeated")
      }
      skipSpaces()
      if take("}") { return members }
      guard take(",") else { throw error("a comma or closing brace is missing") }
    }
  }

  private mutating func array() throws(JSONValue.SyntaxError) -> [JSONValue] {
    offset += 1
    var elements: [JSONValue] = []
    skipSpaces()
    if take("]") { return elements }
    while true {
      elements.append(try value())
      skipSpaces()
      if take("]") { return elements }
      guard take(",") else { throw error("a comma or closing bracket is missing") }
    }
  }

  private mutating func natural() throws(JSONValue.SyntaxError) -> Double {
    let start = offset
    var number = 0
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      let (product, overflows) = number.multipliedReportingOverflow(by: 10)
      let (sum, carries) = product.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      if overflows || carries || sum > 1 << 53 { throw error("a number is too large") }
      number = sum
      offset += 1
    }
    if bytes[start] == UInt8(ascii: "0") && offset > start + 1 {
      throw error("a number starts with a zero")
    }
    if let byte = next, ".eE".utf8.contains(byte) { throw error("a number is not whole") }
    return Double(number)
  }

  private mutating func string() throws(JSONValue.SyntaxError) -> String {
    offset += 1
    var text: [UInt8] = []
    while let byte = next {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw error("a string is not UTF-8")
        }
        return string
      case UInt8(ascii: "\\"): text.append(contentsOf: try escape())
      case 0..<0x20: throw error("a string holds a control character")
      default: text.append(byte)
      }
    }
    throw error("a string does not end")
  }

  private mutating func escape() throws(JSONValue.SyntaxError) -> [UInt8] {
    guard let byte = next else { throw error("a string does not end") }
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0c]
    case UInt8(ascii: "n"): return [0x0a]
    case UInt8(ascii: "r"): return [0x0d]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var unit = try codeUnit()
      if (0xd800..<0xdc00).contains(unit), take("\\"), take("u") {
        let low = try codeUnit()
        guard (0xdc00..<0xe000).contains(low) else { throw error("a surrogate is alone") }
        unit = 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00)
      }
      guard let scalar = Unicode.Scalar(unit) else { throw error("a surrogate is alone") }
      return Array(String(scalar).utf8)
    default: throw error("an escape is unknown")
    }
  }

  private mutating func codeUnit() throws(JSONValue.SyntaxError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw error("an escape is cut short")
      }
      unit = unit << 4 | UInt32(digit)
      offset += 1
    }
    return unit
  }
}
