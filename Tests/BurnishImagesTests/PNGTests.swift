import BurnishCore
import BurnishImages
import BurnishTensors
import Testing

@Suite struct PNGTests {
  @Test(arguments: [
    ("png-l-8", 1, false), ("png-la-8", 2, false), ("png-rgb-8", 3, false),
    ("png-rgba-8", 4, false), ("png-l-16", 1, true), ("png-rgb-16", 3, true),
    ("png-rgba-16", 4, true),
  ])
  func readsAndWritesEverySample(_ name: String, _ channels: Int, _ wide: Bool) throws {
    let colors = channels > 2 ? 3 : 1
    let image = try Image.read(golden("\(name).png"))
    #expect(image.sampleFormat == (wide ? .uint16 : .uint8))
    #expect((image.width, image.height, image.channels) == (13, 9, colors))
    expectClose(image.samples, rampTensor(channels: 0..<colors, wide: wide), tolerance: 0)
    if channels % 2 == 0 {
      let alpha = try #require(image.alpha)
      expectClose(alpha, rampTensor(channels: colors..<channels, wide: wide), tolerance: 0)
    } else {
      #expect(image.alpha == nil)
    }
    try withTemporaryFolder { folder in
      try image.write(to: folder + "/copy.png")
      let copy = try Image.read(folder + "/copy.png")
      #expect(copy.sampleFormat == image.sampleFormat)
      expectClose(copy.samples, image.samples, tolerance: 0)
      #expect(copy.alpha?.values == image.alpha?.values)
    }
  }

  @Test(arguments: [1, 2, 4])
  func expandsPackedPalettes(_ bits: Int) throws {
    let levels = (1 << bits) - 1
    let expected = ramp(channels: 0..<1).map { Float($0 % (levels + 1) * 255 / levels) / 255 }
    let image = try Image.read(golden("png-palette-\(bits).png"))
    #expect(image.channels == 3)
    #expect(image.samples.values == expected + expected + expected)
  }

  /// For samples without a color in the palette, libspng gives black, and libpng gives a warning.
  @Test func numbersWithoutAColorAreRefused() throws {
    var bytes = try load(golden("png-palette-4.png"))
    let palette = try #require(bytes.firstRange(of: Array("PLTE".utf8)))
    #expect(bytes[palette.lowerBound - 1] == 48)
    bytes[palette.lowerBound - 1] = 45
    bytes.removeSubrange(palette.upperBound + 45..<palette.upperBound + 48)
    repairPNG(&bytes)
    try withTemporaryFolder { folder in
      try store(bytes, folder + "/a.png")
      let refused = failure { _ = try Image.read(folder + "/a.png") }
      #expect(refused?.kind == .badData && refused?.found.contains("palette") == true)
    }
  }

  @Test func expandsPackedGray() throws {
    let image = try Image.read(golden("png-gray-1.png"))
    #expect(image.channels == 1)
    #expect(image.samples.values == ramp(channels: 0..<1).map { Float($0 % 2) })
  }

  @Test func readsATransparentPaletteColor() throws {
    let image = try Image.read(golden("png-palette-transparent.png"))
    let indices = ramp(channels: 0..<1).map { $0 % 8 }
    #expect(image.alpha?.values == indices.map { $0 == 3 ? 0 : 1 })
    let colors = [{ 31 * $0 }, { 255 - 31 * $0 }, { 17 * $0 }] as [(Int) -> Int]
    #expect(
      image.samples.values == colors.flatMap { color in indices.map { Float(color($0)) / 255 } })
  }

  @Test func roundsAndClampsWhatItWrites() throws {
    let values: [Float] = [-0.2, 0, 0.49 / 255, 0.51 / 255, 0.5, 254.6 / 255, 1, 1.5]
    let image = Image(samples: Tensor(shape: [1, 1, 2, 4], values: values))
    try withTemporaryFolder { folder in
      try image.write(to: folder + "/a.png")
      #expect(
        try Image.read(folder + "/a.png").samples.values.map { $0 * 255 }
          == [0, 0, 0, 1, 128, 255, 255, 255])
      try image.write(to: folder + "/b.png", as: .uint16)
      let wide = try Image.read(folder + "/b.png")
      #expect(wide.sampleFormat == .uint16)
      #expect(wide.samples.values[4] == Float(32768) / 65535)
    }
  }
}
