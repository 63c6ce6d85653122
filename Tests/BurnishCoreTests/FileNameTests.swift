import BurnishCore
import Testing

@testable import BurnishTensors

@Suite struct FileNameTests {
  @Test func everyNameLeadsBackToItsBytes() {
    var random = RandomNumbers(seed: 5)
    let pieces: [[UInt8]] = [
      Array("grün".utf8), Array("深度".utf8), Array("\u{1F600}".utf8), [0xFC], [0xFF], [0xC3],
      [0xE2, 0x82],
      [0xF0, 0x9F, 0x98], [0x80], [0xED, 0xA0, 0x80], [0xC0, 0xAF], Array("a/b".utf8),
      // Characters that otherwise represent bytes that are not UTF-8.
      Array("\u{10F780}\u{10F7FF}".utf8), Array("\u{10F77F}".utf8),
    ]
    for _ in 0..<2000 {
      let bytes = (0..<random.integer(below: 6)).flatMap { _ in
        pieces[random.integer(below: pieces.count)]
      }
      #expect(FileName.bytes(FileName.text(bytes)) == bytes, "\(bytes)")
    }
    for byte in UInt8(1)...255 {
      #expect(FileName.bytes(FileName.text([byte, 65])) == [byte, 65])
    }
  }

  @Test func namesInUTF8AreWhatTheyLookLike() {
    for name in ["a.png", "Grüße ♥", "e\u{301}", "", "new\nline"] {
      #expect(FileName.text(name.utf8).unicodeScalars.elementsEqual(name.unicodeScalars))
      #expect(FileName.bytes(name) == Array(name.utf8))
    }
    #expect(FileName.text([0xF6]).unicodeScalars.map(\.value) == [0x10F7F6])
  }

  @Test func partsOfNames() {
    #expect(FileSystem.name(of: "/a/b.png") == "b.png" && FileSystem.name(of: "b/") == "b")
    #expect(FileSystem.folder(of: "/a/b.png") == "/a" && FileSystem.folder(of: "b.png") == ".")
    #expect(FileSystem.folder(of: "/b") == "/" && FileSystem.folder(of: "a//b/") == "a")
    #expect(FileSystem.stem(of: "x/a.b.png") == "a.b" && FileSystem.stem(of: ".png") == ".png")
    #expect(FileSystem.path("b", in: "a") == "a/b" && FileSystem.path("b", in: "a/") == "a/b")
    #expect(FileSystem.path("/b", in: "a") == "/b" && FileSystem.path("b", in: ".") == "b")
  }
}
