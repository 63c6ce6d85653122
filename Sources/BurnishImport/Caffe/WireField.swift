import BurnishCore

/// One field of a message in the wire format of Protocol Buffers.
///
/// Source: <https://protobuf.dev/programming-guides/encoding/>.
struct WireField {
  enum Value {
    case integer(UInt64)
    /// 4 bytes, as bits.
    case fixed32(UInt32)
    case fixed64(UInt64)
    /// A text, a message, or packed numbers.
    case bytes(ByteReader)
  }

  /// The field's number in the definition of the message.
  let number: Int
  let value: Value

  /// The fields of a message in file order, one at a time.
  struct Fields {
    /// `nil` for a field that is not a message.
    fileprivate var reader: ByteReader?

    init(of message: ByteReader) { reader = message }

    fileprivate init() {}

    mutating func next() throws(Failure) -> WireField? {
      guard var reader, !reader.isAtEnd else { return nil }
      let field = try WireField(&reader)
      self.reader = reader
      return field
    }
  }

  private init(_ reader: inout ByteReader) throws(Failure) {
    let what = "a field of a message"
    let tag = try reader.variableLength(what)
    guard let number = Int(exactly: tag >> 3), (1..<1 << 29).contains(number) else {
      throw reader.file.damaged("a message has a field of the number \(tag >> 3)")
    }
    self.number = number
    switch tag & 7 {
    case 0: value = .integer(try reader.variableLength(what))
    case 1: value = .fixed64(try reader.littleEndian(UInt64.self, what))
    case 2:
      let count = Int(clamping: try reader.variableLength(what))
      value = .bytes(try reader.part(count, what))
    case 5: value = .fixed32(try reader.littleEndian(UInt32.self, what))
    default: throw reader.file.damaged("a message has a field of the wire type \(tag & 7)")
    }
  }

  /// The field's bytes as fields of a message. Empty if the field is not a message.
  var fields: Fields {
    guard case .bytes(let reader) = value else { return Fields() }
    return Fields(of: reader)
  }

  /// The last field with a number in this field's message. Only the last one counts.
  func last(_ number: Int) throws(Failure) -> WireField? {
    var (last, fields): (WireField?, Fields) = (nil, fields)
    while let field = try fields.next() {
      if field.number == number { last = field }
    }
    return last
  }

  /// The field as UTF-8 text. Empty if the field is not a text.
  func text() throws(Failure) -> String {
    guard case .bytes(var reader) = value else { return "" }
    return try reader.text(reader.remaining, "a name")
  }

  /// The field as whole numbers: one, or several packed together.
  func integers() throws(Failure) -> [Int] {
    switch value {
    case .integer(let integer): return [Int(truncatingIfNeeded: integer)]
    case .bytes(var reader):
      var integers: [Int] = []
      while !reader.isAtEnd {
        integers.append(Int(truncatingIfNeeded: try reader.variableLength("a number")))
      }
      return integers
    case .fixed32, .fixed64: return []
    }
  }

  /// The field as 4-byte floats: one, or several packed together.
  func floats() throws(Failure) -> [Float] {
    switch value {
    case .fixed32(let bits): return [Float(bitPattern: bits)]
    case .bytes(var reader):
      var floats: [Float] = []
      floats.reserveCapacity(reader.remaining / 4)
      while !reader.isAtEnd {
        floats.append(Float(bitPattern: try reader.littleEndian(UInt32.self, "a number")))
      }
      return floats
    case .integer, .fixed64: return []
    }
  }

  /// The field as 8-byte floats, rounded: one, or several packed together.
  func doubles() throws(Failure) -> [Float] {
    switch value {
    case .fixed64(let bits): return [Float(Double(bitPattern: bits))]
    case .bytes(var reader):
      var floats: [Float] = []
      floats.reserveCapacity(reader.remaining / 8)
      while !reader.isAtEnd {
        let bits = try reader.littleEndian(UInt64.self, "a number")
        floats.append(Float(Double(bitPattern: bits)))
      }
      return floats
    case .integer, .fixed32: return []
    }
  }
}

extension ByteReader {
  /// Reads a number with 7 bits in each byte, the lowest first. The highest bit means that another byte follows.
  fileprivate mutating func variableLength(_ what: String) throws(Failure) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: 0, to: 70, by: 7) {
      let byte = try byte(what)
      number |= UInt64(byte & 0x7F) << UInt64(shift)
      if byte < 0x80 { return number }
    }
    throw file.damaged("\(what) has a number of more than ten bytes")
  }
}
