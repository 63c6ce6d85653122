import BurnishCore
import BurnishImages
import BurnishTensors
import Testing

@Suite struct PortableMapTests {
  @Test(arguments: ["8.pgm", "16.pgm", "8.ppm", "16.ppm", "text.pgm", "text.ppm"])
  func readsAndWritesIntegers(_ name: String) throws {
    let wide = name.hasPrefix("16")
    let channels = name.hasSuffix("ppm") ? 3 : 1
    let image = try Image.read(golden("portable-\(name)"))
    #expect(image.sampleFormat == (wide ? .uint16 : .uint8))
    expectClose(image.samples, rampTensor(channels: 0..<channels, wide: wide), tolerance: 0)
    try withTemporaryFolder { folder in
      let path = "\(folder)/copy.\(channels == 3 ? "ppm" : "pgm")"
      try image.write(to: path)
      #expect(try Image.read(path).samples.values == image.samples.values)
      #expect(try Image.read(path).sampleFormat == image.sampleFormat)
      // OpenCV writes the same samples. Its header may have comments.
      if !name.hasPrefix("text") {
        #expect(
          try load(path).suffix(13 * 9 * channels)
            == load(golden("portable-\(name)")).suffix(
              13 * 9 * channels))
      }
    }
  }

  /// 1 is black. Packed rows begin at whole bytes, and text needs no spaces.
  @Test(arguments: [
    "P1\n# bits\n3 2\n1 0 1\n001", "P1 3 2 101001", "P1\n3 2\n1\n0\n1 0 0 1\n",
    "P4\n3 2\n\u{60}\u{20}",
  ])
  func readsBits(_ text: String) throws {
    var bytes = Array(text.utf8)
    // The rows 101 and 001, in the highest bits of two bytes.
    if text.hasPrefix("P4") {
      bytes.replaceSubrange(bytes.count - 2..<bytes.count, with: [0xA0, 0x20])
    }
    try withTemporaryFolder { folder in
      try store(bytes, folder + "/a.pbm")
      #expect(try Image.read(folder + "/a.pbm").samples.values == [0, 1, 0, 1, 1, 0])
      try store(Array(bytes.dropLast()), folder + "/b.pbm")
      if !text.hasSuffix("\n") {
        #expect(failure { _ = try Image.read(folder + "/b.pbm") }?.kind == .badData)
      }
    }
  }

  /// An image scales the header's maximum to 1. Depth keeps the numbers as stored.
  @Test(arguments: ["text-1000.pgm", "1000.pgm"])
  func scalesByTheLargestSample(_ name: String) throws {
    let numbers = ramp(channels: 0..<1, wide: true).map { Float($0 % 1001) }
    #expect(
      try Image.read(golden("portable-\(name)")).samples.values == numbers.map { $0 / 1000 })
    let depth = try DepthMap.read(golden("portable-\(name)"))
    #expect(depth.unit == .millimeters)
    #expect(depth.samples.values == numbers)
  }

  @Test(arguments: [("gray.pfm", 1), ("rgb.pfm", 3), ("bigendian.pfm", 1)])
  func readsAndWritesFloats(_ name: String, _ channels: Int) throws {
    let image = try Image.read(golden("portable-\(name)"))
    #expect(image.sampleFormat == .float32)
    expectClose(image.samples, realTensor(channels: 0..<channels), tolerance: 0)
    try withTemporaryFolder { folder in
      try image.write(to: folder + "/copy.pfm")
      #expect(try Image.read(folder + "/copy.pfm").samples.values == image.samples.values)
    }
  }

  @Test(arguments: [
    ("P5\n2 2\n255\nabc", "3 bytes of samples: the file is truncated"),
    ("P5\n2 2\n255", "0 bytes of samples: the file is truncated"),
    ("P5\n2 2\n70000\nabcd", "a PGM/PPM header with 70000 as the largest sample"),
    ("P5\n2 2\n100\nzzzz", "a sample of 122"),
    ("P5\n-2 2\n255\nabcd", "a PGM/PPM header without three numbers"),
    ("P5\n0 2\n255\n", "the header gives a size of 0x2"),
    ("P5\n60000 60000\n255\nabc", "the header gives a size of 60000x60000"),
    ("P5\n99999999999999999999 1\n255\nabc", "a PGM/PPM header without three numbers"),
    ("P2\n2 2\n255\n1 2 3 x", "sample 3 of 4 is missing or no number up to 65535"),
    ("P2\n2 2\n255\n1 2 3 300", "a sample of 300"),
    ("Pf\n2 1\n0\nabcdefgh", "a PFM header without three numbers"),
    ("Pf\n2 1\n-1\nabcdefg", "7 bytes of samples: the file is truncated"),
    ("PF\n60000 60000\n-1\nabcdefg", "the header gives a size of 60000x60000"),
  ])
  func refusesWhatIsDamaged(_ text: String, _ found: String) throws {
    try withTemporaryFolder { folder in
      try store(Array(text.utf8), folder + "/a.pgm")
      let failure = failure { _ = try Image.read(folder + "/a.pgm") }
      #expect(failure?.kind == .badData)
      #expect(failure?.found == found)
    }
  }
}
