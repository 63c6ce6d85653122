import BurnishCore
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@Suite struct DepthMapTests {
  private func map(
    _ width: Int, _ values: [Float], _ unit: DepthUnit = .millimeters, valid: [Float]? = nil
  ) -> DepthMap {
    let shape = [1, 1, values.count / width, width]
    return DepthMap(
      samples: Tensor(shape: shape, values: values), unit: unit,
      valid: valid.map { Tensor(shape: shape, values: $0) })
  }

  @Test func knowsUnitsByTheSamples() throws {
    let millimeters = try DepthMap.read(golden("png-l-16.png"))
    #expect(millimeters.unit == .millimeters)
    #expect(millimeters.samples.values == ramp(channels: 0..<1, wide: true).map { Float($0) })
    // The ramp begins with 0, which in millimeters means no measurement.
    #expect(millimeters.valid?.values.first == 0)
    #expect(millimeters.validCount == 13 * 9 - 1)
    #expect(try DepthMap.read(golden("png-l-16.png"), zeroIsInvalid: false).valid == nil)
    let levels = try DepthMap.read(golden("png-l-8.png"))
    #expect(levels.unit == .levels8 && levels.valid == nil)
    #expect(levels.samples.values == ramp(channels: 0..<1).map { Float($0) })
    #expect(try DepthMap.read(golden("png-l-8.png"), zeroIsInvalid: true).validCount == 13 * 9 - 1)
  }

  @Test func refusesWhatIsNotDepth() throws {
    #expect(
      failure { _ = try DepthMap.read(golden("png-rgb-8.png")) }?.found
        == "an image of 3 channels that differ")
    #expect(
      failure { _ = try DepthMap.read(golden("png-l-8.png"), unit: .millimeters) }?.kind
        == .badData)
    #expect(failure { _ = try DepthMap.read(golden("portable-gray.pfm")) }?.kind == .badData)
    try withTemporaryFolder { folder in
      try Image(samples: Tensor(zeros: [1, 1, 2, 2]), sampleFormat: .uint16)
        .write(to: folder + "/a.png")
      #expect(
        failure { _ = try DepthMap.read(folder + "/a.png") }?.found == "not a single valid pixel")
    }
  }

  @Test func readsGrayInThreeChannels() throws {
    try withTemporaryFolder { folder in
      let gray = Image(samples: rampTensor(channels: 0..<1))
      try gray.inRGB().write(to: folder + "/a.png")
      #expect(
        try DepthMap.read(folder + "/a.png").samples.values
          == ramp(channels: 0..<1).map { Float($0) })
    }
  }

  /// Depth in meters is rarely whole, so a file of whole numbers is never read as meters.
  @Test func wholeNumbersAreMillimeters() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/a.npy"
      let values: [Int64] = [0, 1200, 2, 65535]
      let files: [[UInt8]] = [
        npyFile(
          type: "<i2", shape: [2, 2], values.map { Int16(truncatingIfNeeded: min($0, 9000)) }),
        npyFile(type: "<i4", shape: [2, 2], values.map(Int32.init)),
        npyFile(type: "<u4", shape: [2, 2], values.map(UInt32.init)),
        npyFile(type: "<i8", shape: [1, 2, 2], values),
      ]
      for (index, file) in files.enumerated() {
        try Data(file).write(to: URL(fileURLWithPath: path))
        let depth = try DepthMap.read(path)
        #expect(depth.unit == .millimeters && depth.valid?.values == [0, 1, 1, 1])
        #expect(depth.samples.values == [0, 1200, 2, index == 0 ? 9000 : 65535])
        let copy = "\(folder)/copy.npy"
        try depth.write(to: copy)
        #expect(try DepthMap.read(copy).samples.values == depth.samples.values)
      }
      for tooFar in [[Int32(70000), 1, 1, 1], [-5, 1, 1, 1]] {
        try Data(npyFile(type: "<i4", shape: [2, 2], tooFar)).write(to: URL(fileURLWithPath: path))
        let refused = failure { _ = try DepthMap.read(path) }
        #expect(refused?.kind == .badData && refused?.found.contains("\(Float(tooFar[0]))") == true)
      }
      let meters = npyFile(type: "<f4", shape: [2, 2], values.map(Float.init))
      try Data(meters).write(to: URL(fileURLWithPath: path))
      #expect(try DepthMap.read(path).unit == .meters)
    }
  }

  /// Written gaps are read back as gaps.
  @Test(arguments: ["png", "tif", "pgm", "npy", "pfm"])
  func restoresGaps(_ ending: String) throws {
    let values: [Float] = [0, 1200, 0.2, 70000, 1000.4, 1000.6]
    let mask: [Float] = [0, 1, 1, 1, 1, 1]
    try withTemporaryFolder { folder in
      let path = "\(folder)/a.\(ending)"
      try map(3, values, valid: mask).write(to: path)
      let copy = try DepthMap.read(path, unit: .millimeters)
      #expect(copy.valid?.values == mask)
      if ending == "pfm" {
        #expect(copy.samples.values == values)
      } else {
        // A measurement is never rounded to the marker of a gap. Values beyond the range saturate.
        #expect(copy.samples.values == [0, 1200, 1, 65535, 1000, 1001])
      }
    }
  }

  @Test func restoresGapsInMeters() throws {
    try withTemporaryFolder { folder in
      for (marker, name) in [(Float.nan, "nan"), (0, "zero")] {
        let path = "\(folder)/\(name).pfm"
        var depth = map(2, [1.5, .nan, 2.5, 3.5], .meters)
        depth.invalidMarker = marker
        #expect(depth.valid?.values == [1, 0, 1, 1] && depth.samples.values[1] == 0)
        try depth.write(to: path)
        let copy = try DepthMap.read(path)
        #expect(copy.samples.values == [1.5, 0, 2.5, 3.5] && copy.valid?.values == [1, 0, 1, 1])
        #expect(copy.invalidMarker.isNaN == marker.isNaN)
        let stored = Array(try load(path).suffix(16))
        // PFM stores the lowest row first, so the gap is the last number.
        #expect(Array(stored[12...]) == (marker.isNaN ? [0, 0, 0xC0, 0x7F] : [0, 0, 0, 0]))
      }
      #expect(failure { try map(2, [1, 2], .meters).write(to: folder + "/a.png") }?.kind == .usage)
      #expect(failure { try map(2, [1, 2]).write(to: folder + "/a.jpg") }?.kind == .usage)
    }
  }
}

@Suite struct DepthMapGapTests {
  @Test func fillsGapsFromTheNearestSample() {
    let depth = DepthMap(
      samples: Tensor(shape: [1, 1, 2, 5], values: [1, 0, 0, 0, 5, 1, 0, 0, 0, 0]), unit: .meters,
      valid: Tensor(shape: [1, 1, 2, 5], values: [1, 0, 0, 0, 1, 1, 0, 0, 0, 0]))
    let filled = depth.samplesWithGapsFilled().values
    #expect(filled == [1, 1, 1, 5, 5, 1, 1, 1, 5, 5] || filled == [1, 1, 5, 5, 5, 1, 1, 1, 5, 5])
  }
}
