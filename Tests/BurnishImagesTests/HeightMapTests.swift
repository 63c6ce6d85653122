import BurnishCore
import BurnishTensors
import Testing
import _TestSupport

@testable import BurnishImages

/// Elevation files built byte by byte here, from TIFF 6.0 and GDAL's description of its tag.
@Suite struct HeightMapTests {
  private static func floats(_ values: [Float]) -> [UInt8] {
    values.map(\.bitPattern.littleEndian).withUnsafeBytes { [UInt8]($0) }
  }

  @Test(arguments: ["-9999", "-9999.0", " -9999 "]) func filesSayWhatIsNoHeight(_ text: String)
    throws
  {
    let values: [Float] = [12.5, -9999, 0, -430.25, .nan, 1, 2, 3]
    try withTemporaryFolder { folder in
      try store(
        elevationTIFF(Self.floats(values), bits: 32, format: 3, noData: text), "\(folder)/h.tif")
      let heights = try HeightMap.read("\(folder)/h.tif")
      #expect(heights.width == 4 && heights.height == 2)
      #expect(heights.valid?.values == [1, 0, 1, 1, 0, 1, 1, 1])
      #expect(heights.samples.values == [12.5, 0, 0, -430.25, 0, 1, 2, 3])
      // The option overrides the value in the file.
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
        elevationTIFF(words.withUnsafeBytes { [UInt8]($0) }, bits: 16, format: 2, noData: "-32768"),
        path)
      let heights = try HeightMap.read(path)
      #expect(
        heights.samples.values == [0, -430, 0, 8848] && heights.valid?.values == [0, 1, 1, 1])
      try store(elevationTIFF(wide.withUnsafeBytes { [UInt8]($0) }, bits: 32, format: 2), path)
      #expect(try HeightMap.read(path).samples.values == [-70000, 0, 1, 2_000_000])
      try store(elevationTIFF(doubles.withUnsafeBytes { [UInt8]($0) }, bits: 64, format: 3), path)
      #expect(try HeightMap.read(path).samples.values == [-0.5, 1e6, 0, 3])
      try store(elevationTIFF([250, 0, 3, 4], bits: 8, format: 1), path)
      #expect(try HeightMap.read(path).samples.values == [250, 0, 3, 4])
      #expect(!HeightMap.isElevation(path))
      try store(elevationTIFF([250, 0, 3, 4], bits: 8, format: 1, scale: true), path)
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
      let good = elevationTIFF(Self.floats([1, 2, 3, 4]), bits: 32, format: 3, noData: "high")
      try store(good, path)
      #expect(failure { _ = try HeightMap.read(path) }?.found.contains("high") == true)
      try store(elevationTIFF(Self.floats([7, 7, 7, 7]), bits: 32, format: 3, noData: "7"), path)
      #expect(failure { _ = try HeightMap.read(path) }?.found == "not a single height")
      try store(Array(good.prefix(40)), path)
      #expect(failure { _ = try HeightMap.read(path) }?.kind == .badData)
      #expect(failure { _ = try HeightMap.read(golden("tiff-rgb-8.tif")) }?.kind == .badData)
      #expect(!HeightMap.isElevation(path) && !HeightMap.isElevation(golden("png-l-8.png")))
    }
  }

  /// The extent of a single channel may be first, last, or missing.
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
