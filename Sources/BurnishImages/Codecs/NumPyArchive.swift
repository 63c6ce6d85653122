import BurnishTensors
import CImageCodecs

/// NumPy's `.npz`: a zip archive of arrays, of which one is read where it holds one alone.
///
/// Members are stored or deflated, as `numpy.savez` and `numpy.savez_compressed` write them.
/// Source: PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16.
enum NumPyArchive {
  /// The bytes of the `.npy` file in an archive; bytes that are no archive stay as they are.
  ///
  /// - Throws: `Failure` of the kind `badData` for an archive that is damaged, holds no array or several.
  static func array(in bytes: [UInt8], from path: String) throws(Failure) -> [UInt8] {
    guard isArchive(bytes) else { return bytes }
    let archive = Archive(bytes: bytes)
    guard let members = archive.members else { throw damaged(path) }
    let arrays = members.filter { $0.name.hasSuffix(".npy") }
    guard let array = arrays.first, arrays.count == 1 else {
      let names = arrays.prefix(8).map { $0.name.dropLast(4) }.joined(separator: ", ")
      throw Failure(
        .badData, path,
        found: arrays.isEmpty ? "an archive without arrays" : "\(arrays.count) arrays (\(names))",
        wanted: "a .npz file of one array, or a .npy file")
    }
    guard let contents = archive.contents(of: array),
      Checksum.crc32(contents) == array.checksum
    else { throw damaged(path) }
    return contents
  }

  /// Whether bytes begin as a zip archive does.
  static func isArchive(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x50, 0x4B, 3, 4]) }

  private static func damaged(_ path: String) -> Failure {
    Failure(
      .badData, path, found: "a damaged archive", wanted: "a .npz file as NumPy writes it")
  }

  private struct Member {
    var name: String
    var method: Int
    var checksum: UInt32
    var packed: Int
    var size: Int
    /// Of the member's own header.
    var place: Int
  }

  private struct Archive {
    let bytes: [UInt8]

    private func number(_ place: Int, _ size: Int) -> Int? {
      guard place >= 0, place <= bytes.count - size else { return nil }
      return (0..<size).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }

    /// What the directory at the end lists; `nil` where it is damaged.
    ///
    /// Archives of more than 65535 members or 4 GB are none that holds one picture.
    var members: [Member]? {
      // The end record is 22 bytes long, and a comment of up to 65535 bytes may follow.
      let last = bytes.count - 22
      let places = stride(from: last, through: max(0, last - 65535), by: -1)
      guard last >= 0, let end = places.first(where: { number($0, 4) == 0x0605_4B50 }),
        let count = number(end + 10, 2), var place = number(end + 16, 4)
      else { return nil }
      var members: [Member] = []
      for _ in 0..<count {
        guard number(place, 4) == 0x0201_4B50, let method = number(place + 10, 2),
          let checksum = number(place + 16, 4), let packed = number(place + 20, 4),
          let size = number(place + 24, 4), let nameLength = number(place + 28, 2),
          let extraLength = number(place + 30, 2), let commentLength = number(place + 32, 2),
          let header = number(place + 42, 4), place + 46 + nameLength <= bytes.count
        else { return nil }
        members.append(
          Member(
            name: String(decoding: bytes[place + 46..<place + 46 + nameLength], as: UTF8.self),
            method: method, checksum: UInt32(checksum), packed: packed, size: size,
            place: header))
        place += 46 + nameLength + extraLength + commentLength
      }
      return members
    }

    func contents(of member: Member) -> [UInt8]? {
      guard number(member.place, 4) == 0x0403_4B50, let nameLength = number(member.place + 26, 2),
        let extraLength = number(member.place + 28, 2)
      else { return nil }
      let start = member.place + 30 + nameLength + extraLength
      guard member.packed <= bytes.count - start else { return nil }
      switch member.method {
      case 0 where member.size == member.packed:
        return Array(bytes[start..<start + member.size])
      // One byte of deflated data stands for at most 1032.
      case 8
      where member.size <= 1040 * (member.packed + 64) && member.size < AvailableMemory.bytes / 4:
        var isWhole = false
        let contents = [UInt8](unsafeUninitializedCapacity: member.size) { target, count in
          isWhole = bytes.withUnsafeBufferPointer {
            burnish_inflate(
              $0.baseAddress! + start, member.packed, target.baseAddress, member.size) == 1
          }
          count = isWhole ? member.size : 0
        }
        return isWhole ? contents : nil
      default: return nil
      }
    }
  }
}
