/// The words of a portable map's header, separated by white space and comments.
struct PortableHeader {
  private let bytes: [UInt8]
  /// The first byte not yet read.
  private(set) var position: Int

  /// The second byte of a file that begins as portable maps do: P, the kind, white space.
  static func kind(_ start: [UInt8]) -> UInt8? {
    start.count > 2 && start[0] == UInt8(ascii: "P") && isPortableSpace(start[2]) ? start[1] : nil
  }

  /// Starts after the two bytes of the signature.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = 2
  }

  /// The next word. It is empty at the end of the file, and "?" if longer than any number.
  mutating func word() -> String {
    skipSpaceAndComments()
    let start = position
    while position < bytes.count && !isPortableSpace(bytes[position]) { position += 1 }
    return position - start > 32 ? "?" : String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// The next word as a number without a sign, at most 2^40, or `nil` for anything else.
  mutating func number() -> Int? {
    skipSpaceAndComments()
    let start = position
    var value = 0
    while position < bytes.count, (48...57).contains(bytes[position]) {
      value = value &* 10 &+ Int(bytes[position] &- 48)
      guard value <= 1 << 40 else { return nil }
      position += 1
    }
    let isWhole = position == bytes.count || isPortableSpace(bytes[position])
    return position > start && isWhole ? value : nil
  }

  /// Skips the one byte of white space between the header and binary samples.
  mutating func skipOneSpace() -> Bool {
    guard position < bytes.count, isPortableSpace(bytes[position]) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpaceAndComments() {
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "#") {
        while position < bytes.count && bytes[position] != 10 && bytes[position] != 13 {
          position += 1
        }
      } else if isPortableSpace(bytes[position]) {
        position += 1
      } else {
        return
      }
    }
  }
}

/// White space as the portable maps know it.
func isPortableSpace(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }
