import BurnishCore

/// Makes zip archives field by field, both valid and invalid ones.
///
/// Source: PKWARE's APPNOTE.TXT, section 4.3.
public struct ZipBuilder {
  public struct Member {
    public var name: String
    /// The contents as stored in the archive.
    public var packed: [UInt8]
    /// The original size of the contents in bytes.
    public var size: Int
    public var checksum: UInt32
    /// 0 is stored, 8 is deflated.
    public var method = 0
    public var flags = 0
    /// The position in the directory; `nil` for the true position.
    public var place: Int?
    /// The packed size in the directory; `nil` for the true size.
    public var packedSize: Int?

    public init(_ name: String, stored contents: [UInt8]) {
      self.name = name
      packed = contents
      size = contents.count
      checksum = Checksum.crc32(contents)
    }

    /// `contents` may have more than 65,535 bytes.
    public init(_ name: String, deflated contents: [UInt8]) {
      self.init(name, stored: contents)
      packed = ZipBuilder.deflated(contents)
      method = 8
    }
  }

  private var bytes: [UInt8] = []

  /// - Parameter isLarge: whether to write sizes and positions in the 64-bit fields.
  public static func archive(_ members: [Member], isLarge: Bool = false) -> [UInt8] {
    var builder = ZipBuilder()
    let places = members.map { builder.add($0) }
    let start = builder.bytes.count
    for (member, place) in zip(members, places) { builder.list(member, place, isLarge) }
    builder.end(count: members.count, directory: start, isLarge)
    return builder.bytes
  }

  /// Deflates contents as stored blocks after one block with a fixed code. That block holds the run of the
  /// first byte at the start of `contents`, if the byte is below 144.
  public static func deflated(_ contents: [UInt8]) -> [UInt8] {
    var bits = BitWriter()
    bits.write(0b010, 3)
    var done = 0
    if let first = contents.first, first < 144 {
      bits.writeCode(0x30 + Int(first), 8)
      done = 1
      // Copies 258 bytes from one byte back.
      while contents.count - done >= 258, contents[done..<done + 258].allSatisfy({ $0 == first }) {
        bits.writeCode(0b1100_0101, 8)
        bits.writeCode(0, 5)
        done += 258
      }
    }
    bits.writeCode(0, 7)
    var rest = contents[done...]
    repeat {
      let block = rest.prefix(0xFFFF)
      rest = rest.dropFirst(block.count)
      bits.write(rest.isEmpty ? 1 : 0, 3)
      bits.fill()
      bits.bytes += ZipBuilder.number(block.count, 2) + ZipBuilder.number(~block.count, 2) + block
    } while !rest.isEmpty
    return bits.bytes
  }

  private mutating func add(_ member: Member) -> Int {
    let place = bytes.count
    put(0x0403_4B50, 4)
    put(20, 2)
    putCommon(member, packed: member.packed.count, size: member.size)
    put(0, 2)
    bytes += Array(member.name.utf8) + member.packed
    return place
  }

  private mutating func list(_ member: Member, _ place: Int, _ isLarge: Bool) {
    let (place, packed) = (member.place ?? place, member.packedSize ?? member.packed.count)
    put(0x0201_4B50, 4)
    put(45, 2)
    put(45, 2)
    putCommon(
      member, packed: isLarge ? 0xFFFF_FFFF : packed, size: isLarge ? 0xFFFF_FFFF : member.size)
    put(isLarge ? 4 + 4 + 28 : 0, 2)
    // No comment and no attributes.
    put(0, 2 + 2 + 2 + 4)
    put(isLarge ? 0xFFFF_FFFF : place, 4)
    bytes += Array(member.name.utf8)
    guard isLarge else { return }
    // An unknown field comes first.
    put(0xABCD, 2)
    put(4, 2)
    put(7, 4)
    put(1, 2)
    put(24, 2)
    for number in [member.size, packed, place] { put(number, 8) }
  }

  private mutating func putCommon(_ member: Member, packed: Int, size: Int) {
    put(member.flags, 2)
    put(member.method, 2)
    put(0, 4)
    put(Int(member.checksum), 4)
    put(packed, 4)
    put(size, 4)
    put(member.name.utf8.count, 2)
  }

  private mutating func end(count: Int, directory: Int, _ isLarge: Bool) {
    let size = bytes.count - directory
    if isLarge {
      let place = bytes.count
      put(0x0606_4B50, 4)
      put(44, 8)
      put(45 << 16 | 45, 4)
      put(0, 8)
      for number in [count, count, size, directory] { put(number, 8) }
      put(0x0706_4B50, 4)
      put(0, 4)
      put(place, 8)
      put(1, 4)
    }
    put(0x0605_4B50, 4)
    put(0, 4)
    for _ in 0..<2 { put(isLarge ? 0xFFFF : count, 2) }
    for number in [size, directory] { put(isLarge ? 0xFFFF_FFFF : number, 4) }
    put(0, 2)
  }

  private mutating func put(_ number: Int, _ size: Int) { bytes += Self.number(number, size) }

  fileprivate static func number(_ number: Int, _ size: Int) -> [UInt8] {
    (0..<size).map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> (8 * $0)) : 0 }
  }
}

/// Writes bits, with the lowest bit of each byte first.
private struct BitWriter {
  var bytes: [UInt8] = []
  private var used = 8

  /// Writes a number, with its lowest bit first.
  mutating func write(_ number: Int, _ count: Int) {
    for bit in 0..<count {
      if used == 8 { (bytes, used) = (bytes + [0], 0) }
      bytes[bytes.count - 1] |= UInt8(number >> bit & 1) << UInt8(used)
      used += 1
    }
  }

  /// Writes a Huffman code, with its highest bit first.
  mutating func writeCode(_ code: Int, _ count: Int) {
    for bit in (0..<count).reversed() { write(code >> bit & 1, 1) }
  }

  mutating func fill() { used = 8 }
}
