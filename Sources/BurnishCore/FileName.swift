/// Converts file names, which are bytes, to text and back.
///
/// Names in UTF-8 stay as they are. In other names, each byte that is not part of a character becomes a character from
/// a private range. The text thus converts back to the same bytes. All file access uses ``withBytes(of:_:)`` because
/// Foundation would repair such names.
package enum FileName {
  /// The character for byte 0; only the characters for bytes from 128 on are used.
  private static let base: UInt32 = 0x10F700
  private static let range = (base + 0x80)...(base + 0xFF)

  /// - Parameter bytes: the name without the final zero.
  package static func text<Bytes: Sequence>(_ bytes: Bytes) -> String where Bytes.Element == UInt8 {
    let bytes = Array(bytes)
    // Valid names that contain characters of the range are encoded as well.
    if let text = String(validating: bytes, as: UTF8.self),
      !text.unicodeScalars.contains(where: isByte)
    {
      return text
    }
    var scalars = String.UnicodeScalarView()
    var (decoder, iterator) = (Unicode.UTF8.ForwardParser(), bytes.makeIterator())
    var position = 0
    while position < bytes.count {
      var length = 1
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let encoded):
        length = encoded.count
        let scalar = Unicode.UTF8.decode(encoded)
        if isByte(scalar) {
          scalars.append(contentsOf: bytes[position..<position + length].map(character))
        } else {
          scalars.append(scalar)
        }
      case .error(let count):
        length = count
        scalars.append(contentsOf: bytes[position..<position + length].map(character))
      case .emptyInput: return String(scalars)
      }
      position += length
    }
    return String(scalars)
  }

  package static func text(_ pointer: UnsafePointer<CChar>) -> String {
    var bytes: [UInt8] = []
    var next = pointer
    while next.pointee != 0 {
      bytes.append(UInt8(bitPattern: next.pointee))
      next += 1
    }
    return text(bytes)
  }

  /// The bytes of a name from ``text(_:)``, or of any other text in UTF-8.
  package static func bytes(_ text: String) -> [UInt8] {
    guard text.unicodeScalars.contains(where: isByte) else { return Array(text.utf8) }
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      if let byte = byte(of: scalar) {
        bytes.append(byte)
      } else {
        bytes += UTF8.encode(scalar)!
      }
    }
    return bytes
  }

  /// Calls `body` with a name as a C string.
  package static func withBytes<Result>(
    of text: String, _ body: (UnsafePointer<CChar>) throws -> Result
  ) rethrows -> Result {
    let characters = bytes(text).map { CChar(bitPattern: $0) } + [0]
    return try characters.withUnsafeBufferPointer { try body($0.baseAddress!) }
  }

  /// The byte that a character of the private range represents.
  static func byte(of scalar: Unicode.Scalar) -> UInt8? {
    isByte(scalar) ? UInt8(scalar.value - base) : nil
  }

  private static func isByte(_ scalar: Unicode.Scalar) -> Bool { range.contains(scalar.value) }

  private static func character(of byte: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(base + UInt32(byte))!
  }
}
