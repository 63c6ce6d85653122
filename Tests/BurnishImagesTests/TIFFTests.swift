import BurnishCore
import BurnishTensors
import Testing

@testable import BurnishImages

/// The formula of Scripts/golden/images.py for floating-point samples.
func realTensor(channels: Range<Int>) -> Tensor {
  Tensor(
    shape: [1, channels.count, 9, 13],
    values: ramp(channels: channels, wide: true).map { Float($0 - 32768) / 32768 })
}

@Suite struct TIFFTests {
  @Test(arguments: [
    "l-8", "l-8-deflate", "l-8-white", "l-16", "l-16-deflate", "rgb-8", "rgb-8-deflate",
    "rgb-8-tiled", "rgb-8-planar", "rgb-8-lzw", "rgb-8-packbits", "rgb-16", "rgb-16-deflate",
    "rgb-16-bigendian", "rgb-16-bigtiff",
  ])
  func readsIntegers(_ name: String) throws {
    let image = try Image.read(golden("tiff-\(name).tif"))
    let wide = name.contains("-16")
    #expect(image.sampleFormat == (wide ? .uint16 : .uint8))
    #expect(image.alpha == nil)
    expectClose(
      image.samples, rampTensor(channels: 0..<(name.hasPrefix("rgb") ? 3 : 1), wide: wide),
      tolerance: 0)
  }

  @Test(arguments: [
    "l-float", "l-float-deflate", "l-float-tiled", "rgb-float", "rgb-float-deflate",
  ])
  func readsFloatingPointAsItIs(_ name: String) throws {
    let image = try Image.read(golden("tiff-\(name).tif"))
    #expect(image.sampleFormat == .float32)
    expectClose(
      image.samples, realTensor(channels: 0..<(name.hasPrefix("rgb") ? 3 : 1)), tolerance: 0)
  }

  @Test func readsAlpha() throws {
    let color = try Image.read(golden("tiff-rgba-8.tif"))
    expectClose(color.samples, rampTensor(channels: 0..<3), tolerance: 0)
    expectClose(try #require(color.alpha), rampTensor(channels: 3..<4), tolerance: 0)
    let gray = try Image.read(golden("tiff-la-16.tif"))
    expectClose(gray.samples, rampTensor(channels: 0..<1, wide: true), tolerance: 0)
    expectClose(try #require(gray.alpha), rampTensor(channels: 1..<2, wide: true), tolerance: 0)
  }

  @Test func dividesColorsThatAlphaWasMultipliedInto() throws {
    let image = try Image.read(golden("tiff-premultiplied.tif"))
    let levels = image.samples.values.map { Int(($0 * 255).rounded()) }
    #expect(levels == [80, 159, 0, 0, 128, 0, 0, 255, 0])
    #expect(image.alpha?.values == [Float(128) / 255, Float(128) / 255, 0])
  }

  @Test func turnsImagesUpright() throws {
    let upright = RawImage(planes: rampTensor(channels: 0..<1), alpha: nil, format: .uint8)
    for orientation in [3, 6] {
      let image = try Image.read(golden("tiff-orientation-\(orientation).tif"))
      expectClose(
        image.samples, upright.oriented(orientation).planes(0..<1, scaled: true), tolerance: 0)
    }
    #expect(try Image.read(golden("tiff-orientation-6.tif")).width == 9)
  }

  @Test func readsJPEGInsideOfTIFF() throws {
    expectClose(
      try Image.read(golden("tiff-jpeg.tif")).samples,
      try Image.read(golden("tiff-jpeg.expected.png")).samples, tolerance: 2.01 / 255)
  }

  @Test func refusesKindsOfSamplesThatItDoesNotKnow() {
    let failure = failure { _ = try Image.read(golden("tiff-complex.tif")) }
    #expect(failure?.kind == .badData)
    #expect(failure?.found.contains("complex numbers") == true)
  }

  @Test(arguments: SampleFormat.allCases, [1, 2, 3, 4])
  func writesWhatItReads(_ format: SampleFormat, _ channels: Int) throws {
    let colors = channels > 2 ? 3 : 1
    let image = Image(
      samples: rampTensor(channels: 0..<colors, width: 131, height: 300),
      alpha: channels % 2 == 0
        ? rampTensor(channels: colors..<channels, width: 131, height: 300) : nil)
    try withTemporaryFolder { folder in
      try image.write(to: folder + "/a.tiff", as: format)
      let copy = try Image.read(folder + "/a.tiff")
      #expect(copy.sampleFormat == format)
      // 255 divides 65535, so the levels stay the same.
      expectClose(copy.samples, image.samples, tolerance: 1e-7)
      #expect((copy.alpha == nil) == (image.alpha == nil))
      if let alpha = image.alpha { expectClose(copy.alpha!, alpha, tolerance: 1e-7) }
    }
  }
}
