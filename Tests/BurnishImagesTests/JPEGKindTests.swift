import BurnishCore
import BurnishImages
import BurnishTensors
import Testing

/// Unusual JPEG files: those that are read without loss, and those that lose something.
@Suite struct JPEGKindTests {
  private func read(_ bytes: [UInt8]) throws -> Image {
    try withTemporaryFolder { folder in
      try store(bytes, folder + "/a.jpg")
      return try Image.read(folder + "/a.jpg")
    }
  }

  /// Inserts a segment after the file's first marker.
  private func inserting(_ code: UInt8, _ body: [UInt8], into file: [UInt8]) -> [UInt8] {
    let length = body.count + 2
    var result = Array(file.prefix(2))
    result += [0xFF, code, UInt8(length >> 8), UInt8(length & 255)]
    result += body
    return result + file.dropFirst(2)
  }

  @Test(arguments: ["jpeg-rgb", "jpeg-gray", "jpeg-progressive"])
  func readsWithoutAnEndAndWithMoreBehindIt(_ name: String) throws {
    let bytes = try load(golden("\(name).jpg"))
    let right = try Image.read(golden("\(name).jpg")).samples
    let more: [UInt8] = bytes + [1, 2, 3, 0xFF, 0xD8, 9]
    for changed: [UInt8] in [Array(bytes.dropLast(2)), Array(bytes.dropLast(1)), more] {
      expectClose(try read(changed).samples, right, tolerance: 0)
    }
  }

  /// A byte in the header of a scan is the number of its last coefficient: 63, or 0 in the files of some
  /// phones.
  @Test(arguments: ["jpeg-rgb", "jpeg-gray"])
  func readsAScanThatSaysItEndsAtOnce(_ name: String) throws {
    var bytes = try load(golden("\(name).jpg"))
    let scan = try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0xDA]) })
    let length = Int(bytes[scan + 2]) << 8 | Int(bytes[scan + 3])
    #expect(bytes[scan + length] == 63)
    bytes[scan + length] = 0
    expectClose(
      try read(bytes).samples, try Image.read(golden("\(name).jpg")).samples, tolerance: 0)
  }

  /// Between two scans, a progressive file has all of its rows but not all of their detail.
  @Test func refusesAProgressiveFileThatEndsBetweenScans() throws {
    let bytes = try load(golden("jpeg-progressive.jpg"))
    let scans = bytes.indices.filter { bytes[$0...].starts(with: [0xFF, 0xDA]) }
    #expect(scans.count > 3)
    for scan in scans.dropFirst() {
      // Tables may precede the scan's header.
      let refused = failure { _ = try read(Array(bytes.prefix(scan))) }
      #expect(refused?.found == "the JPEG data end too early: the file is truncated")
    }
  }

  @Test func readsInksAsAdobeStoresThem() throws {
    let image = try Image.read(golden("kind-inks.jpg"))
    #expect(image.width == 32 && image.height == 24 && image.channels == 3)
    // Blocks of 8x8 of one color each.
    let inks = rampTensor(channels: 0..<4, width: 4, height: 3).values
    var expected: [Float] = []
    for channel in 0..<3 {
      for y in 0..<24 {
        for x in 0..<32 {
          let place = y / 8 * 4 + x / 8
          expected.append((1 - inks[channel * 12 + place]) * (1 - inks[36 + place]))
        }
      }
    }
    expectClose(
      image.samples, Tensor(shape: [1, 3, 24, 32], values: expected), tolerance: 2.01 / 255)
  }

  @Test func saysWhatItDoesNotSupport() throws {
    var bytes = try load(golden("jpeg-gray.jpg"))
    let frame = try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0xC0]) })
    bytes[frame + 1] = 0xC1
    bytes[frame + 4] = 12
    let precise = failure { _ = try read(bytes) }
    #expect(precise?.kind == .badData && precise?.found == "a JPEG file of 12 bits a sample")
    #expect(precise?.wanted == "8 bits a sample")
    bytes[frame + 4] = 8
    bytes[frame + 1] = 0xC3
    let lossless = failure { _ = try read(bytes) }
    #expect(lossless?.found.hasPrefix("a kind of JPEG that is not supported") == true)
  }

  @Test func saysThatThereAreOtherImages() throws {
    let bytes = try load(golden("jpeg-rgb.jpg"))
    #expect(try read(bytes).remarks.isEmpty)
    // An index of two images (CIPA DC-007). Tag B001 holds their number.
    var index: [UInt8] = Array("MPF\0".utf8)
    index += [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1]
    index += [0xB0, 0x01, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0]
    #expect(
      try read(inserting(0xE2, index, into: bytes)).remarks
        == ["the file has 2 images; the first is taken"])
    let xmp = Array("http://ns.adobe.com/xap/1.0/\0<x hdrgm:Version=\"1.0\"/>".utf8)
    #expect(
      try read(inserting(0xE1, xmp, into: inserting(0xE2, index, into: bytes))).remarks
        == ["the file holds a gain map for bright screens, which is left out"])
  }

  /// Exif data with one tag, in either byte order and with either type of number.
  static func exif(_ orientation: UInt8, isBigEndian: Bool, isLong: Bool) -> [UInt8] {
    func number(_ value: UInt8, _ size: Int) -> [UInt8] {
      let rest = [UInt8](repeating: 0, count: size - 1)
      return isBigEndian ? rest + [value] : [value] + rest
    }
    let tag: [UInt8] = isBigEndian ? [1, 0x12] : [0x12, 1]
    let value = isLong ? number(orientation, 4) : number(orientation, 2) + [0, 0]
    var exif = [UInt8](repeating: isBigEndian ? 0x4D : 0x49, count: 2)
    exif += number(42, 2)
    exif += number(8, 4)
    exif += number(1, 2)
    exif += tag
    exif += number(isLong ? 4 : 3, 2)
    exif += number(1, 4)
    exif += value
    return exif + number(0, 4)
  }

  @Test(arguments: [false, true], [false, true])
  func turnsByEveryKindOfExif(_ isBigEndian: Bool, _ isLong: Bool) throws {
    let bytes = try load(golden("jpeg-orientation-1.jpg"))
    // The first Exif segment counts.
    for orientation in UInt8(1)...8 {
      let exif = Self.exif(orientation, isBigEndian: isBigEndian, isLong: isLong)
      let image = try read(inserting(0xE1, Array("Exif\0\0".utf8) + exif, into: bytes))
      expectClose(
        image.samples,
        try Image.read(golden("jpeg-orientation-\(orientation).expected.png")).samples,
        tolerance: 2.01 / 255, "orientation \(orientation)")
    }
  }
}
