import BurnishCore
import BurnishTensors
import Testing
import _TestSupport

@testable import BurnishImages

/// Files in memory: decoded, encoded, and bounded.
@Suite struct EncodedBytesTests {
  @Test(arguments: ["png-rgb-16.png", "jpeg-orientation-6.jpg", "tiff-l-float.tif", "numpy-u2.npy"])
  func bytesAreReadLikeFiles(_ name: String) throws {
    let bytes = try load(golden(name))
    let file = try Image.read(golden(name))
    for image in [try Image(decoding: bytes), try Image(decoding: bytes.span.bytes)] {
      #expect(image.samples.shape == file.samples.shape)
      #expect(image.samples.values == file.samples.values)
      #expect(image.alpha?.values == file.alpha?.values)
      #expect(image.sampleFormat == file.sampleFormat && image.remarks == file.remarks)
      #expect(image.colorProfile == file.colorProfile)
    }
    let header = try ImageHeader(of: bytes)
    #expect(try header == ImageHeader(contentsOf: golden(name)))
    #expect(try header == ImageHeader(of: bytes.span.bytes))
    #expect(header.width == file.width && header.height == file.height)
    #expect(header.channels == file.channels && header.sampleFormat == file.sampleFormat)
  }

  /// The bytes are those that a file gets.
  @Test(arguments: [
    (ImageFormat.png, "png"), (.jpeg, "jpg"), (.tiff, "tif"), (.portableMap, "ppm"),
    (.portableFloatMap, "pfm"), (.numPy, "npy"),
  ])
  func bytesAreWrittenLikeFiles(_ format: ImageFormat, _ ending: String) throws {
    var image = try Image.read(golden("profile.png"))
    image.colorDescription = nil
    let bytes = try image.encoded(as: format, quality: 80)
    try withTemporaryFolder { folder in
      let path = "\(folder)/a.\(ending)"
      try image.write(to: path, quality: 80)
      #expect(try load(path) == bytes)
    }
    let result = try Image(decoding: bytes)
    #expect(result.width == image.width && result.height == image.height)
    #expect(
      result.colorProfile == ([.png, .jpeg, .tiff].contains(format) ? image.colorProfile : nil))
    if !format.isLossy { #expect(result.samples.values == image.samples.values) }
  }

  @Test func bandsAndSampleTypes() throws {
    let bytes = try load(golden("kind-infrared.tif"))
    #expect(failure { _ = try Image(decoding: bytes) }?.subject == "image")
    let image = try Image(decoding: bytes, keepsBands: true)
    let file = try Image.read(golden("kind-infrared.tif"), keepsBands: true)
    #expect(image.bands != nil && image.bands?.values == file.bands?.values)
    let gray = Image(samples: rampTensor(channels: 0..<1))
    let wide = try Image(decoding: gray.encoded(as: .png, samples: .uint16))
    #expect(wide.sampleFormat == .uint16)
    #expect(wide.samples.values == gray.samples.values)
    let refused = failure { _ = try gray.encoded(as: .png, samples: .float32, subject: "reply") }
    #expect(refused?.kind == .usage && refused?.subject == "reply")
    let dark = Image(samples: Tensor(repeating: .nan, shape: [1, 1, 2, 2]))
    #expect(failure { _ = try dark.encoded(as: .png) }?.kind == .badData)
  }

  @Test func bytesOfNoImageAreRefused() {
    for bytes in [[], [1, 2, 3], Array("not an image".utf8)] as [[UInt8]] {
      let refused = failure { _ = try Image(decoding: bytes, subject: "upload") }
      #expect(refused?.kind == .badData && refused?.subject == "upload")
      #expect(failure { _ = try ImageHeader(of: bytes) }?.kind == .badData)
      #expect(failure { _ = try DepthMap(decoding: bytes) }?.kind == .badData)
    }
  }

  /// Each image has 13 x 9 = 117 pixels.
  @Test(arguments: [
    "png-l-8.png", "png-rgb-16.png", "tiff-l-float.tif", "numpy-u1.npy", "portable-gray.pfm",
  ])
  func pixelsAreLimited(_ name: String) throws {
    let bytes = try load(golden(name))
    let (enough, few) = (ImageLimits(pixels: 117), ImageLimits(pixels: 116))
    #expect(try Image(decoding: bytes, limits: enough).width == 13)
    #expect(try Image.read(golden(name), limits: enough).width == 13)
    #expect(try ImageHeader(of: bytes, limits: enough).height == 9)
    let refusals = [
      failure { _ = try Image(decoding: bytes, limits: few) },
      failure { _ = try Image.read(golden(name), limits: few) },
      failure { _ = try ImageHeader(of: bytes, limits: few) },
      failure { _ = try ImageHeader(contentsOf: golden(name), limits: few) },
    ]
    for refused in refusals {
      #expect(refused?.kind == .badData && refused?.wanted.contains("116 pixels") == true)
    }
  }

  @Test func depthIsLimited() throws {
    let bytes = try load(golden("png-l-16.png"))
    #expect(try DepthMap(decoding: bytes, limits: .init(pixels: 117)).validCount == 116)
    #expect(failure { _ = try DepthMap(decoding: bytes, limits: .init(pixels: 116)) } != nil)
    let plane = npyFile(type: "<f4", shape: [1, 3, 2], [1, 2, 3, 4, 5, 6] as [Float])
    #expect(try DepthMap(decoding: plane, limits: .init(pixels: 6)).width == 2)
    #expect(failure { _ = try DepthMap(decoding: plane, limits: .init(pixels: 5)) } != nil)
  }

  @Test func memoryIsLimited() throws {
    let bytes = try load(golden("png-rgb-16.png"))
    // As in BoundsTests: the stored samples, their copy, and their floating-point values.
    let needed = 117 * 3 * 8
    #expect(try Image(decoding: bytes, limits: .init(memory: needed)).width == 13)
    let refused = failure { _ = try Image(decoding: bytes, limits: .init(memory: needed - 1)) }
    #expect(refused?.kind == .outOfMemory)
  }

  /// 40 KB that would inflate to 10 MB.
  @Test func archivesAreLimited() throws {
    let array = npyFile(
      type: "<f4", shape: [1600, 1600], [Float](repeating: 0, count: 1600 * 1600))
    let bytes = ZipBuilder.archive([.init("a.npy", deflated: array)])
    #expect(try Image(decoding: bytes, limits: .init(memory: array.count)).width == 1600)
    for limits in [ImageLimits(memory: array.count - 1), ImageLimits(pixels: 1600 * 1600 - 1)] {
      let kind = limits.memory == nil ? Failure.Kind.badData : .outOfMemory
      #expect(failure { _ = try Image(decoding: bytes, limits: limits) }?.kind == kind)
      #expect(failure { _ = try DepthMap(decoding: bytes, limits: limits) }?.kind == kind)
    }
  }

  @Test func theDefaultIsTheFormerConstant() {
    #expect(ImageLimits.pixels == 268_435_456)
    #expect(ImageLimits.default == ImageLimits(pixels: 1 << 28))
    #expect(ImageLimits.default.memory == nil)
  }
}
