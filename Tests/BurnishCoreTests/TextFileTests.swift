import BurnishCore
import Testing

@Suite struct TextFileTests {
  private static let text = "0.5; größer, 日本 🌗\n"

  private static func bytes<Unit: FixedWidthInteger>(_ units: [Unit], isBig: Bool) -> [UInt8] {
    units.flatMap { unit in
      withUnsafeBytes(of: isBig ? unit.bigEndian : unit.littleEndian) { Array($0) }
    }
  }

  @Test(arguments: [true, false]) func marksTellTheEncoding(isBig: Bool) {
    let mark = [UInt16(0xFEFF)] + Array(Self.text.utf16)
    #expect(TextFile.decoded(Self.bytes(mark, isBig: isBig)) == Self.text)
    let scalars = [UInt32(0xFEFF)] + Self.text.unicodeScalars.map(\.value)
    #expect(TextFile.decoded(Self.bytes(scalars, isBig: isBig)) == Self.text)
    #expect(TextFile.decoded([0xEF, 0xBB, 0xBF] + Array(Self.text.utf8)) == Self.text)
  }

  @Test(arguments: [true, false]) func withoutAMarkZerosAreUTF16(isBig: Bool) {
    let units = Array("1 2\n3 4\n".utf16)
    #expect(TextFile.decoded(Self.bytes(units, isBig: isBig)) == "1 2\n3 4\n")
  }

  @Test func otherBytesAreUTF8OrLatin1() {
    #expect(TextFile.decoded(Array(Self.text.utf8)) == Self.text)
    #expect(TextFile.decoded([0x23, 0xFC, 0x0A]) == "#ü\n")
    #expect(TextFile.decoded([]) == "")
    // An incomplete character at the end is left out.
    #expect(TextFile.decoded([0xFF, 0xFE, 0x31]) == "")
    #expect(TextFile.decoded([0xFF, 0xFE, 0x31, 0, 0x32]) == "1")
  }

  @Test func quotedTextDoesNothingToATerminal() {
    #expect(quoted("a\u{1B}[31mb\u{202E}") == "\"a\\u{1B}[31mb\\u{202E}\"")
    #expect(
      quoted(String(repeating: "x", count: 41)) == "\"\(String(repeating: "x", count: 40))…\"")
  }
}
