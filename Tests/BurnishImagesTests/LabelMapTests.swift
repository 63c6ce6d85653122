import BurnishCore
import BurnishTensors
import Testing

@testable import BurnishImages

/// Files of class numbers.
@Suite struct LabelMapTests {
  private static let palette = ColorPalette(colors: [
    SIMD4<UInt8>(0, 0, 0, 255), SIMD4(200, 30, 10, 255), SIMD4(0, 90, 250, 128),
    SIMD4(9, 8, 7, 255),
  ])

  @Test func palettesStay() throws {
    let labels = LabelMap(width: 3, height: 2, labels: [0, 1, 2, 3, 2, 1], palette: Self.palette)
    try withTemporaryFolder { folder in
      try labels.write(to: "\(folder)/l.png")
      #expect(try LabelMap.read("\(folder)/l.png") == labels)
      #expect(LabelMap.isNumbered("\(folder)/l.png"))
      // Other readers see an image in the palette's colors.
      let seen = try Image.read("\(folder)/l.png")
      #expect(seen.channels == 3 && seen.samples.values[1] == Float(200) / 255)
      #expect(seen.alpha?.values[2] == Float(128) / 255)
      // A format without palettes keeps the numbers.
      try labels.write(to: "\(folder)/l.pgm")
      let plain = try LabelMap.read("\(folder)/l.pgm")
      #expect(plain.labels == labels.labels && plain.palette == nil)
    }
  }

  /// A byte holds several numbers of fewer than 8 bits. Rows of 13 numbers do not fill whole bytes.
  @Test(arguments: [1, 2, 4]) func fewBitsAreUnpacked(_ bits: Int) throws {
    let labels = try LabelMap.read(golden("png-palette-\(bits).png"))
    let wanted = ramp(channels: 0..<1, wide: false).map { UInt16($0 % (1 << bits)) }
    #expect(labels.width == 13 && labels.height == 9 && labels.labels == wanted)
    #expect(labels.palette?.colors.count == 1 << bits)
  }

  /// A palette of grays may hold levels instead of classes, because some programs store levels with a
  /// palette.
  @Test func aPaletteOfGraysIsNoProof() throws {
    let grays = ColorPalette(
      colors: [UInt8(0), 80, 160, 240].map { level in
        SIMD4<UInt8>(level, level, level, 255)
      })
    try withTemporaryFolder { folder in
      try LabelMap(width: 2, height: 1, labels: [3, 1], palette: grays).write(to: "\(folder)/l.png")
      #expect(!LabelMap.isNumbered("\(folder)/l.png"))
      #expect(try LabelMap.read("\(folder)/l.png").labels == [3, 1])
    }
    #expect(!LabelMap.isNumbered(golden("png-l-8.png")) && !LabelMap.isNumbered("none.png"))
  }

  @Test func arraysOfWholeNumbersAreRead() throws {
    try withTemporaryFolder { folder in
      for (type, bytes) in [
        ("<i8", [7, 0, 0, 0, 0, 0, 0, 0, 44, 1, 0, 0, 0, 0, 0, 0]),
        ("<i4", [7, 0, 0, 0, 44, 1, 0, 0]),
      ] as [(String, [UInt8])] {
        try store(NumPyCodec.header(type: type, shape: [1, 2]) + bytes, "\(folder)/l.npy")
        #expect(try LabelMap.read("\(folder)/l.npy").labels == [7, 300])
      }
      try store(NumPyCodec.header(type: "|i1", shape: [1, 2]) + [255, 3], "\(folder)/l.npy")
      #expect(failure { _ = try LabelMap.read("\(folder)/l.npy") }?.found == "the sample -1.0")
    }
    let jpeg = failure { _ = try LabelMap.read(golden("jpeg-rgb.jpg")) }
    #expect(jpeg?.found.contains("JPEG") == true)
  }
}
