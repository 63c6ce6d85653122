/// The members of a zip archive whose contents are stored as they are, as PyTorch stores them.
///
/// Compressed, encrypted or split archives are refused, and so are members that overlap, and contents that do not have
/// the checksum of their entry.
///
/// Source: PKWARE's APPNOTE.TXT, sections 4.3 and 4.5.
package struct ZipArchive {
  /// Where each member's contents lie.
  private var members: [String: (place: Int, size: Int, checksum: UInt32)] = [:]
  private let reader: ByteReader
  /// Whether the archive has checksums: PyTorch can be told to leave them out, and stores 0 then.
  package var hasChecksums: Bool { members.values.contains { $0.checksum != 0 } }

  package init(_ reader: ByteReader) throws(Failure) {
    self.reader = reader
    let file = reader.file
    var directory = reader
    let (place, count) = try Self.directory(of: reader)
    try directory.move(to: place, "the archive's directory")
    for _ in 0..<count {
      guard try directory.littleEndian(UInt32.self, "an archive's entry") == 0x0201_4B50 else {
        throw file.damaged("the archive's directory has fewer entries than \(count)")
      }
      _ = try directory.take(4, "an archive's entry")
      let flags = try directory.littleEndian(UInt16.self, "an entry's flags")
      let method = try directory.littleEndian(UInt16.self, "an entry's method")
      _ = try directory.take(4, "an entry's time")
      let checksum = try directory.littleEndian(UInt32.self, "an entry's checksum")
      var packed = try directory.size(UInt32.self, "an entry's size")
      var size = try directory.size(UInt32.self, "an entry's size")
      let nameLength = try directory.size(UInt16.self, "an entry's name")
      let extraLength = try directory.size(UInt16.self, "an entry's extra field")
      let commentLength = try directory.size(UInt16.self, "an entry's comment")
      _ = try directory.take(8, "an entry's attributes")
      var header = try directory.size(UInt32.self, "an entry's place")
      let name = try directory.text(nameLength, "an entry's name")
      var extra = try directory.part(extraLength, "an entry's extra field")
      _ = try directory.take(commentLength, "an entry's comment")
      try Self.readLargeSizes(&extra, &size, &packed, &header)
      guard method == 0, flags & 1 == 0, packed == size else {
        throw file.unsupported(
          "the archive's member \"\(name)\" is compressed or encrypted",
          wanted: "an archive as torch.save writes it")
      }
      let start = try Self.contents(ofMemberAt: header, reader)
      guard size <= reader.end - start else {
        throw file.damaged("the archive's member \"\(name)\" is cut off")
      }
      guard members.updateValue((start, size, checksum), forKey: name) == nil else {
        throw file.damaged("the archive holds \"\(name)\" twice")
      }
    }
    // Members in one place would be read again and again.
    var end = 0
    for (name, member) in members.sorted(by: { $0.value.place < $1.value.place })
    where member.size > 0 {
      guard member.place >= end else {
        throw file.damaged("the archive's member \"\(name)\" lies within another one")
      }
      end = member.place + member.size
    }
  }

  /// A reader of a member's contents; `nil` where there is no such member.
  ///
  /// - Throws: ``Failure`` where the contents do not have their checksum.
  package func member(_ name: String) throws(Failure) -> ByteReader? {
    guard let member = members[name] else { return nil }
    var reader = reader
    try reader.move(to: member.place, "the member \"\(name)\"")
    let part = try reader.part(member.size, "the member \"\(name)\"")
    guard !hasChecksums || Checksum.crc32(part.bytes[part.offset..<part.end]) == member.checksum
    else {
      throw reader.file.damaged("the checksum of the archive's member \"\(name)\" is wrong")
    }
    return part
  }

  /// The names of all members, sorted.
  package var names: [String] { members.keys.sorted() }

  /// Where the directory of the archive starts and how many entries it has.
  private static func directory(of reader: ByteReader) throws(Failure) -> (place: Int, count: Int) {
    // The end record is 22 bytes long, and a comment of up to 65535 bytes may follow.
    let bytes = reader.bytes
    let first = max(0, bytes.count - 22 - 65535)
    guard bytes.count >= 22,
      let place = stride(from: bytes.count - 22, through: first, by: -1).first(where: {
        bytes[$0] == 0x50 && bytes[$0 + 1] == 0x4B && bytes[$0 + 2] == 5 && bytes[$0 + 3] == 6
      })
    else { throw reader.file.damaged("the archive's directory is missing") }
    var record = reader
    try record.move(to: place + 10, "the archive's end record")
    let count = try record.size(UInt16.self, "the archive's number of entries")
    _ = try record.take(4, "the directory's size")
    let start = try record.size(UInt32.self, "the directory's place")
    guard count == 0xFFFF || start == 0xFFFF_FFFF, place >= 20 else { return (start, count) }
    // Larger numbers stand in a record of their own, which a locator just before points at.
    try record.move(to: place - 20, "the archive's locator")
    guard try record.littleEndian(UInt32.self, "the archive's locator") == 0x0706_4B50 else {
      return (start, count)
    }
    _ = try record.take(4, "the archive's locator")
    try record.move(
      to: try record.size(UInt64.self, "the large end record's place"), "the large end record")
    guard try record.littleEndian(UInt32.self, "the large end record") == 0x0606_4B50 else {
      throw reader.file.damaged("the archive's large end record is missing")
    }
    _ = try record.take(28, "the large end record")
    let largeCount = try record.size(UInt64.self, "the archive's number of entries")
    _ = try record.take(8, "the directory's size")
    return (try record.size(UInt64.self, "the directory's place"), largeCount)
  }

  /// Replaces the numbers that did not fit into 32 bits by those of the extra field.
  private static func readLargeSizes(
    _ extra: inout ByteReader, _ size: inout Int, _ packed: inout Int, _ header: inout Int
  ) throws(Failure) {
    while extra.remaining >= 4 {
      let kind = try extra.littleEndian(UInt16.self, "an extra field")
      let length = try extra.size(UInt16.self, "an extra field")
      var field = try extra.part(length, "an extra field")
      guard kind == 1 else { continue }
      if size == 0xFFFF_FFFF { size = try field.size(UInt64.self, "a member's size") }
      if packed == 0xFFFF_FFFF { packed = try field.size(UInt64.self, "a member's size") }
      if header == 0xFFFF_FFFF { header = try field.size(UInt64.self, "a member's place") }
    }
  }

  /// Where the contents start of the member whose own header lies at `place`.
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
