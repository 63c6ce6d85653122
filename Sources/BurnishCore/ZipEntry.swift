/// A member's entry in the directory of a zip archive.
///
/// Source: PKWARE's APPNOTE.TXT, sections 4.3.12 and 4.5.3.
struct ZipEntry {
  enum Method: UInt16 {
    case stored = 0
    case deflated = 8
  }

  let name: String
  /// `nil` for unsupported methods.
  let method: Method?
  let isEncrypted: Bool
  let checksum: UInt32
  /// The size in the archive, in bytes.
  private(set) var packed: Int
  /// The original size, in bytes.
  private(set) var size: Int
  /// The position of the contents. During parsing, the position of the header before them.
  private(set) var place: Int

  /// Reads the next entry of a directory and the header that it points to.
  ///
  /// - Throws: ``Failure`` of the kind `badData` if either is damaged or the contents are cut off.
  init(from directory: inout ByteReader, missing: String) throws(Failure) {
    let file = directory.file
    guard try directory.littleEndian(UInt32.self, "an archive's entry") == 0x0201_4B50 else {
      throw file.damaged(missing)
    }
    _ = try directory.take(4, "an archive's entry")
    isEncrypted = try directory.littleEndian(UInt16.self, "an entry's flags") & 1 != 0
    method = Method(rawValue: try directory.littleEndian(UInt16.self, "an entry's method"))
    _ = try directory.take(4, "an entry's time")
    checksum = try directory.littleEndian(UInt32.self, "an entry's checksum")
    packed = try directory.size(UInt32.self, "an entry's size")
    size = try directory.size(UInt32.self, "an entry's size")
    let nameLength = try directory.size(UInt16.self, "an entry's name")
    let extraLength = try directory.size(UInt16.self, "an entry's extra field")
    let commentLength = try directory.size(UInt16.self, "an entry's comment")
    _ = try directory.take(8, "an entry's attributes")
    place = try directory.size(UInt32.self, "an entry's place")
    // In UTF-8 or in an encoding of the program that wrote the archive.
    name = String(
      decoding: directory.bytes[try directory.take(nameLength, "an entry's name")], as: UTF8.self)
    var extra = try directory.part(extraLength, "an entry's extra field")
    _ = try directory.take(commentLength, "an entry's comment")
    try readLargeNumbers(&extra)
    place = try Self.contents(ofMemberAt: place, directory)
    guard packed <= directory.end - place else {
      throw file.damaged("the archive's member \"\(name)\" is cut off")
    }
  }

  /// Replaces numbers that do not fit into 32 bits with the numbers in the extra field.
  private mutating func readLargeNumbers(_ extra: inout ByteReader) throws(Failure) {
    while extra.remaining >= 4 {
      let kind = try extra.littleEndian(UInt16.self, "an extra field")
      let length = try extra.size(UInt16.self, "an extra field")
      var field = try extra.part(length, "an extra field")
      guard kind == 1 else { continue }
      if size == 0xFFFF_FFFF { size = try field.size(UInt64.self, "a member's size") }
      if packed == 0xFFFF_FFFF { packed = try field.size(UInt64.self, "a member's size") }
      if place == 0xFFFF_FFFF { place = try field.size(UInt64.self, "a member's place") }
    }
  }

  /// The position of a member's contents, given the position of its header.
  private static func contents(
    ofMemberAt place: Int, _ reader: ByteReader
  ) throws(Failure) -> Int {
    var local = reader
    try local.move(to: place, "a member's header")
    guard try local.littleEndian(UInt32.self, "a member's header") == 0x0403_4B50 else {
      throw reader.file.damaged("a member's header is missing")
    }
    _ = try local.take(22, "a member's header")
    let nameLength = try local.size(UInt16.self, "a member's name")
    let extraLength = try local.size(UInt16.self, "a member's extra field")
    _ = try local.take(nameLength + extraLength, "a member's name")
    return local.offset
  }
}
