import BurnishCore
import Testing
import _TestSupport

/// Archives built field by field. The tests of images and weights read archives of NumPy and PyTorch.
@Suite struct ZipArchiveTests {
  private typealias Member = ZipBuilder.Member

  private static let texts = [Array("one".utf8), Array("two and more".utf8)]

  private static func archive(
    _ members: [Member], isLarge: Bool = false, needsChecksums: Bool = true
  ) throws(Failure) -> ZipArchive {
    try read(ZipBuilder.archive(members, isLarge: isLarge), needsChecksums: needsChecksums)
  }

  private static func read(
    _ bytes: [UInt8], needsChecksums: Bool = true
  ) throws(Failure) -> ZipArchive {
    let file = ForeignFile(path: "a.zip", words: "an archive")
    return try ZipArchive(ByteReader(bytes, of: file), needsChecksums: needsChecksums)
  }

  private func expectRefused(
    _ members: [Member], _ mention: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let failure = #expect(throws: Failure.self, sourceLocation: sourceLocation) {
      let archive = try Self.archive(members)
      for name in archive.names { _ = try archive.member(name) }
    }
    #expect(
      failure?.kind == .badData && failure?.subject == "a.zip"
        && failure?.description.contains(mention) == true,
      "\(failure?.description ?? "")", sourceLocation: sourceLocation)
  }

  @Test(arguments: [false, true]) func readsMembers(isLarge: Bool) throws {
    let archive = try Self.archive(
      [
        Member("b", stored: Self.texts[0]), Member("a/c", deflated: Self.texts[1]),
        Member("none", stored: []), Member("nothing", deflated: []),
      ], isLarge: isLarge)
    #expect(archive.names == ["a/c", "b", "none", "nothing"])
    #expect(try archive.member("b")?.rest == Self.texts[0])
    #expect(try archive.member("a/c")?.rest == Self.texts[1])
    #expect(try archive.member("none")?.rest == [])
    #expect(try archive.member("nothing")?.rest == [])
    #expect(try archive.member("c") == nil)
  }

  /// A comment may resemble one of the archive's records, and names need not be UTF-8.
  @Test func readsWhatIsUnusual() throws {
    var bytes = ZipBuilder.archive([Member("größe", stored: Self.texts[0])])
    bytes[bytes.count - 2] = 5
    bytes += Array("PK\u{5}\u{7}.".utf8)
    for place in bytes.indices where bytes[place] == 0xC3 { bytes[place] = 0xFF }
    let archive = try Self.read(bytes)
    #expect(try archive.member(archive.names[0])?.rest == Self.texts[0])
  }

  @Test func inflatesLongRuns() throws {
    let run = [UInt8](repeating: 7, count: 5_000_000) + Self.texts[0]
    let member = Member("a", deflated: run)
    #expect(member.packed.count < run.count / 70)
    #expect(try Self.archive([member]).member("a")?.rest == run)
  }

  @Test func refusesOtherMethods() {
    var member = Member("a", stored: Self.texts[0])
    member.method = 14
    expectRefused([member], "\"a\" is compressed by another method")
    (member.method, member.flags) = (0, 1)
    expectRefused([member], "\"a\" is encrypted")
  }

  /// A member that cannot be read does not prevent reading the others.
  @Test func otherMembersAreRead() throws {
    var members = Self.texts.map { Member("\($0.count)", stored: $0) }
    (members[0].method, members[1].name) = (12, "b")
    #expect(try Self.archive(members).member("b")?.rest == Self.texts[1])
  }

  @Test(arguments: [0, 8]) func refusesWrongChecksums(method: Int) {
    var member =
      method == 0
      ? Member("a", stored: Self.texts[0]) : Member("a", deflated: Self.texts[0])
    member.checksum ^= 1
    expectRefused([member], "checksum of the archive's member \"a\" is wrong")
  }

  /// PyTorch can write archives without checksums. NumPy cannot.
  @Test func missingChecksumsAreNoticed() throws {
    var member = Member("a", deflated: Self.texts[0])
    member.checksum = 0
    expectRefused([member], "checksum")
    let archive = try Self.archive([member], needsChecksums: false)
    #expect(try !archive.hasChecksums && archive.member("a")?.rest == Self.texts[0])
  }

  @Test func refusesMembersInOnePlace() {
    var members = ["a", "b"].map { Member($0, stored: Self.texts[0]) }
    members[1].place = 0
    expectRefused(members, "lies within another one")
    // A member that reaches into the next one.
    members[1].place = nil
    (members[0].packedSize, members[0].size) = (40, 40)
    expectRefused(members, "lies within another one")
    expectRefused([members[1], members[1]], "\"b\" twice")
  }

  @Test(arguments: [false, true]) func refusesSizesThatCannotBe(isLarge: Bool) {
    for size in [0, 1, 4, 1 << 31, isLarge ? 1 << 60 : 1 << 20] {
      for member in [Member("a", stored: Self.texts[0]), Member("a", deflated: Self.texts[0])] {
        var wrong = member
        wrong.size = size
        #expect(throws: Failure.self) {
          _ = try Self.archive([wrong], isLarge: isLarge).member("a")
        }
        (wrong.size, wrong.packedSize) = (member.size, size)
        #expect(throws: Failure.self) {
          _ = try Self.archive([wrong], isLarge: isLarge).member("a")
        }
      }
    }
  }

  /// A small file that would take much memory, through one member or through many.
  @Test(arguments: [1, 100]) func refusesBombs(count: Int) {
    let members = (0..<count).map { index in
      var member = Member("\(index)", stored: [UInt8](repeating: 0, count: 100_000 / count))
      (member.method, member.size) = (8, member.packed.count * 1000)
      return member
    }
    expectRefused(members, "would be inflated to")
  }

  /// With any bytes missing or flipped, reading ends in a value or a failure.
  @Test(arguments: [false, true]) func damageDoesNoHarm(isLarge: Bool) throws {
    let whole = ZipBuilder.archive(
      [Member("a", stored: Self.texts[0]), Member("b", deflated: Self.texts[1])], isLarge: isLarge)
    var refused = 0
    func tryReading(_ bytes: [UInt8]) {
      do throws(Failure) {
        let archive = try Self.read(bytes)
        for name in archive.names { _ = try archive.member(name) }
      } catch { refused += 1 }
    }
    for count in whole.indices { tryReading(Array(whole.prefix(count))) }
    #expect(refused == whole.count)
    for place in whole.indices {
      for bit in 0..<8 {
        var bytes = whole
        bytes[place] ^= 1 << bit
        tryReading(bytes)
      }
    }
    #expect(refused > 2 * whole.count)
  }
}
