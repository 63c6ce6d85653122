import CFiles

/// The members of a zip archive, stored or deflated.
///
/// Overlapping members are rejected, and so are contents that do not match their checksum.
///
/// Source: PKWARE's APPNOTE.TXT, sections 4.3 and 4.4.5.
package struct ZipArchive {
  /// The largest number of bytes from one deflated byte: 258 for every 2 bits.
  private static let maximumRatio = 1032
  /// All members together may inflate to this many bytes, or to `usualRatio` bytes per byte of the file if that is
  /// more.
  private static let freeSize = 64 << 20
  private static let usualRatio = 256

  private let members: [String: ZipEntry]
  private let reader: ByteReader
  private let checksChecksums: Bool
  /// Whether the archive has checksums. PyTorch can omit them and then stores 0.
  package let hasChecksums: Bool

  /// - Parameter needsChecksums: whether to check contents even if all checksums are 0.
  /// - Throws: ``Failure`` of the kind `badData` if the archive is damaged.
  package init(_ reader: ByteReader, needsChecksums: Bool) throws(Failure) {
    self.reader = reader
    var members: [String: ZipEntry] = [:]
    var directory = reader
    let (place, count) = try Self.directory(of: reader)
    try directory.move(to: place, "the archive's directory")
    for _ in 0..<count {
      let entry = try ZipEntry(
        from: &directory, missing: "the archive's directory has fewer entries than \(count)")
      guard members.updateValue(entry, forKey: entry.name) == nil else {
        throw reader.file.damaged("the archive holds \"\(entry.name)\" twice")
      }
    }
    self.members = members
    hasChecksums = members.values.contains { $0.checksum != 0 }
    checksChecksums = needsChecksums || hasChecksums
    try checkSizes()
  }

  /// Rejects impossible sizes, and sizes by which a small file would take much memory.
  private func checkSizes() throws(Failure) {
    var end = 0
    var size = 0
    for member in members.values.sorted(by: { $0.place < $1.place }) {
      // Members in one place would be read repeatedly.
      guard member.packed == 0 || member.place >= end else {
        throw reader.file.damaged("the archive's member \"\(member.name)\" lies within another one")
      }
      end = max(end, member.place + member.packed)
      guard member.method == .deflated else { continue }
      guard member.size / Self.maximumRatio <= member.packed else { throw cannotInflate(member) }
      size += member.size
    }
    guard size <= Self.freeSize || size / Self.usualRatio <= reader.bytes.count else {
      throw reader.file.unsupported(
        "\(reader.bytes.count) bytes that would be inflated to \(size)",
        wanted: "an archive whose members are stored as they are")
    }
  }

  /// Whether bytes begin like an archive that is not empty.
  package static func isArchive(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 3, 4])
  }

  /// The names of all members, sorted.
  package var names: [String] { members.keys.sorted() }

  /// The size of a member's contents in bytes, as the archive gives it; `nil` if there is no such member.
  package func size(of name: String) -> Int? { members[name]?.size }

  /// A reader of a member's contents, or `nil` if there is no such member.
  ///
  /// - Throws: ``Failure`` of the kind `badData` if the member is encrypted, if its compression method is not deflate,
  ///   or if the contents do not match their size or checksum.
  package func member(_ name: String) throws(Failure) -> ByteReader? {
    guard let member = members[name] else { return nil }
    let file = reader.file
    guard let method = member.method, !member.isEncrypted else {
      throw file.unsupported(
        "the archive's member \"\(name)\" is "
          + (member.isEncrypted ? "encrypted" : "compressed by another method than deflating"),
        wanted: "members that are stored or deflated")
    }
    var reader = reader
    try reader.move(to: member.place, "the member \"\(name)\"")
    var part = try reader.part(member.packed, "the member \"\(name)\"")
    if method == .deflated { part = ByteReader(try inflated(part, member), of: file) }
    guard part.remaining == member.size else {
      throw file.damaged(
        "the archive's member \"\(name)\" has \(part.remaining) bytes instead of \(member.size)")
    }
    guard
      !checksChecksums || Checksum.crc32(part.bytes[part.offset..<part.end]) == member.checksum
    else {
      throw file.damaged("the checksum of the archive's member \"\(name)\" is wrong")
    }
    return part
  }

  private func inflated(_ part: ByteReader, _ member: ZipEntry) throws(Failure) -> [UInt8] {
    var isWhole = false
    let bytes = [UInt8](unsafeUninitializedCapacity: member.size) { target, count in
      isWhole = part.withBytes(part.offset..<part.end) {
        burnish_inflate($0.baseAddress, $0.count, target.baseAddress, member.size) == 1
      }
      count = isWhole ? member.size : 0
    }
    guard isWhole else { throw cannotInflate(member) }
    return bytes
  }

  private func cannotInflate(_ member: ZipEntry) -> Failure {
    reader.file.damaged(
      "the archive's member \"\(member.name)\" cannot be inflated to \(member.size) bytes")
  }
}

extension ZipArchive {
  /// The position of the archive's directory and its number of entries.
  fileprivate static func directory(
    of reader: ByteReader
  ) throws(Failure) -> (place: Int, count: Int) {
    // The end record is 22 bytes long, and a comment of up to 65535 bytes may follow it.
    let bytes = reader.bytes
    let first = max(0, bytes.count - 22 - 65535)
    guard bytes.count >= 22,
      let place = stride(from: bytes.count - 22, through: first, by: -1).first(where: {
        // The signature may also occur in the comment, but then the length does not fit.
        guard bytes[$0...].starts(with: [0x50, 0x4B, 5, 6]) else { return false }
        let length = Int(bytes[$0 + 20]) + Int(bytes[$0 + 21]) << 8
        return $0 + 22 + length <= bytes.count
      })
    else { throw reader.file.damaged("the archive's directory is missing") }
    var record = reader
    try record.move(to: place + 10, "the archive's end record")
    let count = try record.size(UInt16.self, "the archive's number of entries")
    _ = try record.take(4, "the directory's size")
    let start = try record.size(UInt32.self, "the directory's place")
    guard count == 0xFFFF || start == 0xFFFF_FFFF, place >= 20 else { return (start, count) }
    // Larger numbers are in a separate record. The locator just before the end record points to it.
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
}
