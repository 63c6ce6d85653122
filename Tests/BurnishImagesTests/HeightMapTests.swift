import BurnishTensors
import Testing

@testable import BurnishImages

/// Elevation in files that are written here by the byte, from TIFF 6.0 and GDAL's description of its tag.
@Suite struct HeightMapTests {
  /// A TIFF of one strip, 4 pixels wide, little-endian.
  ///
  /// - Parameters:
  ///   - format: 1 unsigned, 2 signed, 3 floating point.
  ///   - noData: the text of GDAL's tag.
  ///   - scale: whether the size of a pixel on the ground stands there.
  private static func tiff(
    _ samples: [UInt8], bits: Int, format: Int, noData: String? = nil, scale: Bool = false
  ) -> [UInt8] {
    func little(_ value: Int, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(value >> (8 * $0) & 255) }
    }
    let rows = samples.count * 8 / bits / 4
    var entries: [(tag: Int, kind: Int, count: Int, value: [UInt8])] = [
      (256, 3, 1, little(4, 2)), (257, 3, 1, little(rows, 2)), (258, 3, 1, little(bits, 2)),
      (259, 3, 1, little(1, 2)), (262, 3, 1, little(1, 2)), (273, 4, 1, little(8, 4)),
      (277, 3, 1, little(1, 2)), (278, 3, 1, little(rows, 2)),
      (279, 4, 1, little(samples.count, 4)),
      (339, 3, 1, little(format, 2)),
    ]
    if scale { entries.append((33550, 12, 3, [UInt8](repeating: 0, count: 24))) }
    if let noData { entries.append((42113, 2, noData.utf8.count + 1, Array(noData.utf8) + [0])) }
    var behind: [UInt8] = []
    let directory = 8 + samples.count
    let end = directory + 2 + 12 * entries.count + 4
    var bytes: [UInt8] =
      [0x49, 0x49, 42, 0] + little(directory, 4) + samples + little(entries.count, 2)
    for entry in entries {
      bytes += little(entry.tag, 2) + little(entry.kind, 2) + little(entry.count, 4)
      if entry.value.count <= 4 {
        bytes += entry.value + [UInt8](repeating: 0, count: 4 - entry.value.count)
      } else {
        bytes += little(end + behind.count, 4)
        behind += entry.value
      }
    }
    return bytes + [0, 0, 0, 0] + behind
  }

  private static func floats(_ values: [Float]) -> [UInt8] {
    values.map(\.bitPattern.littleEndian).withUnsafeBytes { [UInt8]($0) }
  }

  @Test(arguments: ["-9999", "-9999.0", " -9999 "]) func filesSayWhatIsNoHeight(_ text: String)
    throws
  {
    let values: [Float] = [12.5, -9999, 0, -430.25, .nan, 1, 2, 3]
    try withTemporaryFolder { folder in
      try store(
        Self.tiff(Self.floats(values), bits: 32, format: 3, noData: text), "\(folder)/h.tif")
      let heights = try HeightMap.read("\(folder)/h.tif")
      #expect(heights.width == 4 && heights.height == 2)
      #expect(heights.valid?.values == [1, 0, 1, 1, 0, 1, 1, 1])
      #expect(heights.samples.values == [12.5, 0, 0, -430.25, 0, 1, 2, 3])
      // An option replaces what the file says.
      let other = try HeightMap.read("\(folder)/h.tif", noData: 0)
      #expect(other.valid?.values == [1, 1, 0, 1, 0, 1, 1, 1])
      #expect(HeightMap.isElevation("\(folder)/h.tif"))
    }
  }

  @Test func numbersOfEveryTypeKeepTheirValues() throws {
    let words: [Int16] = [-32768, -430, 0, 8848]
    let wide: [Int32] = [-70000, 0, 1, 2_000_000]
    let doubles: [Double] = [-0.5, 1e6, 0, 3]
    try withTemporaryFolder { folder in
      let path = "\(folder)/h.tif"
      try store(
        Self.tiff(words.withUnsafeBytes { [UInt8]($0) }, bits: 16, format: 2, noData: "-32768"),
        path)
      let heights = try HeightMap.read(path)
      #expect(
        heights.samples.values == [0, -430, 0, 8848] && heights.valid?.values == [0, 1, 1, 1])
      try store(Self.tiff(wide.withUnsafeBytes { [UInt8]($0) }, bits: 32, format: 2), path)
      #expect(try HeightMap.read(path).samples.values == [-70000, 0, 1, 2_000_000])
      try store(Self.tiff(doubles.withUnsafeBytes { [UInt8]($0) }, bits: 64, format: 3), path)
      #expect(try HeightMap.read(path).samples.values == [-0.5, 1e6, 0, 3])
      try store(Self.tiff([250, 0, 3, 4], bits: 8, format: 1), path)
      #expect(try HeightMap.read(path).samples.values == [250, 0, 3, 4])
      #expect(!HeightMap.isElevation(path))
      try store(Self.tiff([250, 0, 3, 4], bits: 8, format: 1, scale: true), path)
      #expect(HeightMap.isElevation(path))
    }
  }

  @Test func whatIsMissingIsWrittenAsNaN() throws {
    let heights = HeightMap(
      samples: Tensor(shape: [1, 1, 1, 3], values: [-4, 7, 2.5]),
      valid: Tensor(shape: [1, 1, 1, 3], values: [1, 0, 1]))
    try withTemporaryFolder { folder in
      for ending in ["tif", "pfm", "npy"] {
        try heights.write(to: "\(folder)/h.\(ending)")
        let again = try HeightMap.read("\(folder)/h.\(ending)")
        #expect(
          again.samples.values == [-4, 0, 2.5] && again.valid?.values == [1, 0, 1], "\(ending)")
      }
      #expect(failure { try heights.write(to: "\(folder)/h.png") }?.kind == .usage)
    }
  }

  @Test func badFilesAreRefused() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/h.tif"
      let good = Self.tiff(Self.floats([1, 2, 3, 4]), bits: 32, format: 3, noData: "high")
      try store(good, path)
      #expect(failure { _ = try HeightMap.read(path) }?.found.contains("high") == true)
      try store(Self.tiff(Self.floats([7, 7, 7, 7]), bits: 32, format: 3, noData: "7"), path)
      #expect(failure { _ = try HeightMap.read(path) }?.found == "not a single height")
      try store(Array(good.prefix(40)), path)
      #expect(failure { _ = try HeightMap.read(path) }?.kind == .badData)
      #expect(failure { _ = try HeightMap.read(golden("tiff-rgb-8.tif")) }?.kind == .badData)
      #expect(!HeightMap.isElevation(path) && !HeightMap.isElevation(golden("png-l-8.png")))
    }
  }

  /// One channel is one whatever its extents.
  @Test func arraysOfOneChannelAreOne() throws {
    try withTemporaryFolder { folder in
      for shape in [[5, 3], [1, 5, 3], [5, 3, 1], [1, 1, 5, 3]] {
        try store(
          NumPyCodec.header(type: "<f4", shape: shape) + Self.floats((1...15).map(Float.init)),
          "\(folder)/d.npy")
        let depth = try DepthMap.read("\(folder)/d.npy")
        #expect(depth.width == 3 && depth.height == 5, "\(shape)")
        #expect(depth.samples.values == (1...15).map(Float.init))
      }
    }
  }
}
