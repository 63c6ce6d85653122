import BurnishCore
import Testing

@testable import BurnishImages

/// The contents of PNG files besides the samples.
@Suite struct PNGChunkTests {
  private func chunk(_ type: String, _ body: [UInt8], checksum: UInt32? = nil) -> [UInt8] {
    let content = Array(type.utf8) + body
    let sum: [UInt8] = PNGChunks.bigEndian(checksum ?? Checksum.crc32(content))
    let length: [UInt8] = PNGChunks.bigEndian(UInt32(body.count))
    return length + content + sum
  }

  /// A golden file with bytes inserted after its header.
  private func inserting(_ chunks: [UInt8], into name: String = "png-rgb-8.png") throws -> [UInt8] {
    let bytes = try load(golden(name))
    return bytes.prefix(33) + chunks + bytes.dropFirst(33)
  }

  private func read(_ bytes: [UInt8], as ending: String? = nil) throws -> Image {
    try withTemporaryFolder { folder in
      try store(bytes, folder + "/a.png")
      let image = try Image.read(folder + "/a.png")
      guard let ending else { return image }
      try image.write(to: folder + "/b." + ending)
      return try Image.read(folder + "/b." + ending)
    }
  }

  @Test func notesOfAnyNumberAndSizeAreNoReasonToRefuse() throws {
    let text = chunk("tEXt", Array("Comment\0so".utf8))
    var many: [UInt8] = []
    for _ in 0..<3000 { many += text }
    let notes: [[UInt8]] = [
      many,
      // The reader does not inflate compressed text.
      chunk("zTXt", Array("Comment\0\0".utf8) + [UInt8](repeating: 0x78, count: 1 << 20)),
      chunk("iTXt", [], checksum: 7), chunk("tIME", [1]), chunk("pHYs", [1, 2, 3]),
      chunk("sPLT", [UInt8](repeating: 1, count: 100)), chunk("gAMA", [0, 0, 0, 0]),
      chunk("gAMA", [0, 0, 1, 0], checksum: 1), chunk("cHRM", [1]), chunk("eXIf", [0x4D, 0x4D]),
      chunk("iCCP", Array("name\0\0broken".utf8)), chunk("xxXx", [1, 2]),
    ]
    let right = try Image.read(golden("png-rgb-8.png"))
    for note in notes {
      let image = try read(try inserting(note))
      expectClose(image.samples, right.samples, tolerance: 0)
      #expect(image.colorDescription == nil && image.colorProfile == nil)
    }
  }

  @Test func aCriticalChunkThatIsNotKnownIsRefused() throws {
    let bytes = try inserting(chunk("XXXX", [1, 2]))
    #expect(failure { _ = try read(bytes) }?.kind == .badData)
  }

  @Test(arguments: [false, true], [false, true])
  func turnsByExif(_ isBigEndian: Bool, _ isLong: Bool) throws {
    let upright = RawImage(planes: rampTensor(channels: 0..<3), alpha: nil, format: .uint8)
    for orientation in UInt8(1)...8 {
      let exif = JPEGKindTests.exif(orientation, isBigEndian: isBigEndian, isLong: isLong)
      let image = try read(try inserting(chunk("eXIf", exif)))
      expectClose(
        image.samples, upright.oriented(Int(orientation)).planes(0..<3, scaled: true), tolerance: 0)
    }
  }

  @Test func saysThatAnAnimationStandsStill() throws {
    let image = try read(try inserting(chunk("acTL", [0, 0, 0, 4, 0, 0, 0, 0])))
    #expect(image.remarks == ["the file is an animation of 4 frames; its still image is taken"])
  }

  private let linear: [UInt8] = [0, 1, 0x86, 0xA0]
  /// BT.709's primaries.
  private var chromaticities: [UInt8] {
    [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000].flatMap {
      PNGChunks.bigEndian($0)
    }
  }

  @Test func whatColorsMeanIsKeptInPNG() throws {
    let chunks =
      chunk("cICP", [9, 16, 0, 1]) + chunk("sRGB", [2]) + chunk("gAMA", linear)
      + chunk("cHRM", chromaticities)
    let image = try read(try inserting(chunks), as: "png")
    let description = try #require(image.colorDescription)
    #expect(description.codePoints == [9, 16, 0, 1] && description.renderingIntent == 2)
    #expect(description.gamma == 100_000 && description.chromaticities?[2] == 64000)
  }

  /// A tag's data in a color profile.
  private func tag(_ name: String, of profile: [UInt8]) -> [UInt8]? {
    func number(_ place: Int) -> Int { profile[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
    for index in 0..<number(128) {
      let entry = 132 + 12 * index
      if Array(profile[entry..<entry + 4]) == Array(name.utf8) {
        return Array(profile[number(entry + 4)..<number(entry + 4) + number(entry + 8)])
      }
    }
    return nil
  }

  private func fixed(_ bytes: ArraySlice<UInt8>) -> Double {
    Double(Int32(bitPattern: bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) })) / 65536
  }

  @Test(arguments: ["tif", "jpg"])
  func gammaAndChromaticitiesBecomeAProfile(_ ending: String) throws {
    let chunks = chunk("gAMA", linear) + chunk("cHRM", chromaticities)
    let image = try read(try inserting(chunks), as: ending)
    let profile = try #require(image.colorProfile)
    // The primaries of IEC 61966-2-1, adapted to the profile's white (D50) by Bradford's method.
    let expected = ["rXYZ": [0.4361, 0.2225, 0.0139], "gXYZ": [0.3851, 0.7169, 0.0971]]
    for (name, values) in expected {
      let data = try #require(tag(name, of: profile))
      for (index, value) in values.enumerated() {
        let place = 8 + 4 * index
        #expect(abs(fixed(data[place..<place + 4]) - value) < 3e-4, "\(name) \(index)")
      }
    }
    // A curve without entries is linear. One entry is an exponent in 256ths. Parameters are in 65536ths.
    let curve = try #require(tag("rTRC", of: profile))
    let exponent: Double
    if !curve.starts(with: "curv".utf8) {
      exponent = fixed(curve[12..<16])
    } else {
      exponent = curve[11] == 0 ? 1 : Double(Int(curve[12]) << 8 | Int(curve[13])) / 256
    }
    #expect(abs(exponent - 1) < 1e-3)
    // The same image gives the same profile.
    #expect(try read(try inserting(chunks), as: ending).colorProfile == profile)
  }

  @Test func codePointsComeFirst() throws {
    let chunks =
      chunk("cICP", [9, 16, 0, 1]) + chunk("sRGB", [0]) + chunk("gAMA", linear)
    let profile = try #require(try read(try inserting(chunks), as: "tif").colorProfile)
    #expect(tag("cicp", of: profile)?.suffix(4) == [9, 16, 0, 1])
    // The middle of PQ's range is 92 of 10000 candelas per square meter.
    let curve = try #require(tag("rTRC", of: profile))
    let count = curve[8..<12].reduce(0) { $0 << 8 | Int($1) }
    #expect(count == 4096)
    let place = 12 + 2 * 2048
    let entry = Double(Int(curve[place]) << 8 | Int(curve[place + 1])) / 65535
    #expect(abs(entry - 0.00922) < 1e-4)
  }

  @Test func grayGetsAGrayProfile() throws {
    let bytes = try inserting(chunk("sRGB", [0]), into: "png-l-8.png")
    let profile = try #require(try read(bytes, as: "tif").colorProfile)
    #expect(Array(profile[16..<20]) == Array("GRAY".utf8) && tag("kTRC", of: profile) != nil)
  }

  @Test func aProfileComesBeforeGamma() throws {
    let bytes = try inserting(chunk("gAMA", linear), into: "profile.png")
    #expect(try read(bytes, as: "tif").colorProfile == ColorProfileTests.profile)
    let kept = try read(bytes, as: "png")
    #expect(
      kept.colorProfile == ColorProfileTests.profile && kept.colorDescription?.gamma == 100_000)
  }
}
