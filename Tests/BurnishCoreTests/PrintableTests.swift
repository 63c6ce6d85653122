import BurnishCore
import Testing

struct PrintableTests {
  /// Unicode has a fixed set of control characters, C0 and C1. All of them become visible.
  @Test func controlCharactersAreMadeVisible() {
    for value in Array(0x00...0x1F) + Array(0x7F...0x9F)
    where ![0x0A, 0x0B, 0x0C, 0x0D, 0x85].contains(value) {
      let scalar = Unicode.Scalar(UInt32(value))!
      #expect("a\(scalar)b".printable == "a\u{FFFD}b", "\(value)")
    }
  }

  @Test func endsOfLinesBecomeSpaces() {
    for end in ["\n", "\r\n", "\r", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}", "\n\n"] {
      #expect("a\(end)b".printable == "a b")
    }
  }

  @Test func charactersThatTurnTextAreMadeVisible() {
    #expect("a\u{202E}b\u{2066}c".printable == "a\u{FFFD}b\u{FFFD}c")
  }

  /// Letters of any script stay, and so do the characters that join them.
  @Test func lettersStay() {
    for text in ["photo.png", "Übergröße", "عربى", "👩‍🔬", "a b"] { #expect(text.printable == text) }
  }
}
