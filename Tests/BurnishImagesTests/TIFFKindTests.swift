import BurnishCore
import BurnishTensors
import Foundation
import Testing

@testable import BurnishImages

/// The files of Scripts/golden/picture_kinds.py.
@Suite struct TIFFKindTests {
  private func read(_ name: String) throws -> Image { try Image.read(golden("kind-\(name).tif")) }

  private func gray(_ value: (Int) -> Double, wide: Bool = false) -> Tensor {
    Tensor(
      shape: [1, 1, 9, 13], values: ramp(channels: 0..<1, wide: wide).map { Float(value($0)) })
  }

  @Test func readsNumbersOfEveryType() throws {
    expectClose(try read("f64").samples, realTensor(channels: 0..<3), tolerance: 0)
    expectClose(try read("f16").samples, gray({ Double($0) / 65536 }, wide: true), tolerance: 3e-4)
    expectClose(try read("u32").samples, gray({ Double($0) / 65535 }, wide: true), tolerance: 1e-7)
    expectClose(
      try read("i16").samples, gray({ Double($0 - 32768) / 32767 }, wide: true), tolerance: 1e-7)
    expectClose(try read("i8").samples, gray { Double($0 - 128) / 127 }, tolerance: 1e-7)
    expectClose(
      try read("i32").samples, gray({ Double($0) * 32768 / 2_147_483_647 }, wide: true),
      tolerance: 1e-7)
    for name in ["f16", "f64", "u32", "i16", "i8", "i32"] {
      #expect(try read(name).sampleFormat == .float32)
    }
  }

  /// Depth keeps whole numbers as stored.
  @Test func keepsNumbersForDepth() throws {
    let depth = try DepthMap.read(golden("kind-u12.tif"))
    expectClose(depth.samples, gray({ Double($0 % 4096) }, wide: true), tolerance: 0)
  }

  @Test func readsPackedBits() throws {
    for bits in [1, 2, 4] {
      let largest = (1 << bits) - 1
      expectClose(
        try read("u\(bits)").samples, gray { Double($0 % (largest + 1)) / Double(largest) },
        tolerance: 1e-7)
    }
    expectClose(
      try read("u12").samples, gray({ Double($0 % 4096) / 4095 }, wide: true), tolerance: 1e-7)
    for name in ["group3", "group4", "tiff_ccitt"] {
      expectClose(try read(name).samples, gray { Double($0 % 2) }, tolerance: 0)
    }
  }

  @Test(arguments: ["zstd", "lzma"]) func readsCompressedBytes(_ name: String) throws {
    expectClose(try read(name).samples, rampTensor(channels: 0..<3), tolerance: 0)
  }

  @Test func readsPredictorsAndPlanes() throws {
    for name in ["predictor-3", "predictor-3-f64", "planar-float"] {
      expectClose(try read(name).samples, realTensor(channels: 0..<3), tolerance: 0)
    }
    expectClose(try read("lerc").samples, realTensor(channels: 0..<1), tolerance: 0)
    for name in ["predictor-2-u16", "planar-tiled"] {
      expectClose(try read(name).samples, rampTensor(channels: 0..<3, wide: true), tolerance: 0)
    }
  }

  @Test func expandsPalettes() throws {
    let planes = [
      gray { Double($0) / 255 }, gray { Double(255 - $0) / 255 },
      gray { Double($0 * 3 % 256) / 255 },
    ]
    let coarse = try read("palette")
    #expect(coarse.sampleFormat == .uint8)
    expectClose(coarse.samples, Tensor.joined(planes), tolerance: 0)
    let fine = try read("palette-fine")
    #expect(fine.sampleFormat == .uint16)
    expectClose(fine.samples, Tensor.joined(planes), tolerance: 1.01 / 65535)
  }

  @Test(arguments: [("cmyk", false), ("cmyk-16", true)])
  func multipliesInks(_ name: String, _ wide: Bool) throws {
    let image = try read(name)
    let inks = rampTensor(channels: 0..<4, wide: wide).values
    let expected = (0..<351).map { place -> Float in
      let black: Float = inks[351 + place % 117]
      return (1 - inks[place]) * (1 - black)
    }
    expectClose(
      image.samples, Tensor(shape: [1, 3, 9, 13], values: expected),
      tolerance: 0.501 / (wide ? 65535 : 255))
    #expect(image.remarks.count == 1 && image.remarks[0].contains("no color profile"))
  }

  @Test(arguments: ["tif", "jpg"]) func convertsInksByTheirProfile(_ ending: String) throws {
    let image = try Image.read(golden("kind-inks-profile.\(ending)"))
    let expected = try Image.read(golden("kind-inks-profile-\(ending).expected.png"))
    expectClose(image.samples, expected.samples, tolerance: 1.01 / 255)
    #expect(image.colorProfile == nil && image.remarks[0].contains("by its color profile"))
  }

  /// L*a*b* (D50) to sRGB by definition, in double precision.
  private func sRGB(_ l: Double, _ a: Double, _ b: Double) -> [Float] {
    let fy: Double = (l + 16) / 116
    let roots: [Double] = [fy + a / 500, fy, fy - b / 200]
    let white: [Double] = [0.9642, 1, 0.8249]
    let xyz: [Double] = (0..<3).map { index in
      let f = roots[index]
      let share: Double = f > 6.0 / 29 ? f * f * f : (f - 4.0 / 29) * 108 / 841
      return white[index] * share
    }
    // Bradford's adaptation to D65, multiplied by the matrix of IEC 61966-2-1.
    let rows: [[Double]] = [
      [3.1338561, -1.6168667, -0.4906146], [-0.9787684, 1.9161415, 0.0334540],
      [0.0719453, -0.2289914, 1.4052427],
    ]
    return rows.map { row in
      let sum: Double = row[0] * xyz[0] + row[1] * xyz[1] + row[2] * xyz[2]
      let light = min(max(sum, 0), 1)
      return Float(light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055)
    }
  }

  @Test(arguments: ["lab", "lab-16", "icclab"]) func convertsLab(_ name: String) throws {
    let image = try read(name)
    let wide = name == "lab-16"
    let stored = ramp(channels: 0..<3, wide: wide)
    var planes = [[Float]](repeating: [], count: 3)
    for pixel in 0..<117 {
      let (l, a, b) = (stored[pixel], stored[117 + pixel], stored[234 + pixel])
      let color: [Float]
      switch name {
      case "lab-16":
        color = sRGB(
          Double(l) * 100 / 65535, Double(Int16(truncatingIfNeeded: a)) / 256,
          Double(Int16(truncatingIfNeeded: b)) / 256)
      case "lab":
        color = sRGB(
          Double(l) * 100 / 255, Double(Int8(truncatingIfNeeded: a)),
          Double(Int8(truncatingIfNeeded: b)))
      default: color = sRGB(Double(l) * 100 / 255, Double(a - 128), Double(b - 128))
      }
      for channel in 0..<3 { planes[channel].append(color[channel]) }
    }
    expectClose(
      image.samples, Tensor(shape: [1, 3, 9, 13], values: planes.flatMap(\.self)),
      tolerance: 1.5 / 255)
    #expect(image.remarks == ["its colors (L*a*b*) are turned into sRGB"])
  }
}

/// Channels that are neither colors nor opacity.
@Suite struct BandTests {
  @Test(arguments: [
    ("bands-5", 1, 4, false), ("infrared", 3, 1, false), ("alpha-infrared", 3, 1, true),
  ])
  func areKeptOnlyWhereAsked(
    _ name: String, _ colors: Int, _ bands: Int, _ hasAlpha: Bool
  ) throws {
    let path = golden("kind-\(name).tif")
    let refused = failure { _ = try Image.read(path) }
    #expect(refused?.kind == .badData && refused?.found.contains("bands") == true)
    let image = try Image.read(path, keepsBands: true)
    let first = colors + (hasAlpha ? 1 : 0)
    expectClose(image.samples, rampTensor(channels: 0..<colors), tolerance: 0)
    expectClose(
      try #require(image.bands), rampTensor(channels: first..<first + bands), tolerance: 0)
    #expect((image.alpha != nil) == hasAlpha)
    try withTemporaryFolder { folder in
      try image.write(to: folder + "/a.tif")
      let copy = try Image.read(folder + "/a.tif", keepsBands: true)
      expectClose(copy.samples, image.samples, tolerance: 0)
      expectClose(try #require(copy.bands), image.bands!, tolerance: 0)
      if hasAlpha { expectClose(copy.alpha!, image.alpha!, tolerance: 0) }
      let other = failure { try image.write(to: folder + "/a.png") }
      #expect(other?.kind == .cannotCreate && other?.wanted == ".tif")
    }
  }

  @Test func areFilteredOneByOne() throws {
    let image = try Image.read(golden("kind-alpha-infrared.tif"), keepsBands: true)
    var shapes: [[Int]] = []
    let result = image.filteringBands { part, _ in
      shapes.append(part.samples.shape)
      var part = part
      part.samples = part.samples * 0.5
      return part
    }
    #expect(shapes == [[1, 3, 9, 13], [1, 1, 9, 13]])
    expectClose(result.bands!, image.bands! * 0.5, tolerance: 0)
    expectClose(result.alpha!, image.alpha!, tolerance: 0)
  }
}
