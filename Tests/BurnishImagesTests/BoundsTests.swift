import BurnishCore
import CImageCodecs
import Testing

@testable import BurnishImages

/// Small files that would take much memory or time.
@Suite struct BoundsTests {
  private func decode(_ name: String, pixels: UInt64 = 1 << 28, memory: UInt64 = .max) throws -> (
    burnish_codec_status, String
  ) {
    let bytes = try load(golden(name))
    var image = burnish_image()
    let limits = burnish_limits(pixels: pixels, memory: memory)
    let status =
      switch name.suffix(3) {
      case "png": burnish_decode_png(bytes, bytes.count, limits, &image)
      case "jpg": burnish_decode_jpeg(bytes, bytes.count, limits, &image)
      default: burnish_decode_tiff(bytes, bytes.count, limits, 0, &image)
      }
    #expect((image.samples != nil) == (status == BURNISH_CODEC_OK))
    image.samples?.deallocate()
    image.profile?.deallocate()
    let message = withUnsafeBytes(of: image.message) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    return (status, message)
  }

  /// The limit is one byte less than the stored samples, their copy, and their floating-point values take.
  @Test(arguments: ["png-rgb-16.png", "jpeg-gray.jpg", "tiff-l-float.tif"])
  func memoryIsCheckedBeforeItIsTaken(_ name: String) throws {
    let needed: UInt64
    switch name {
    case "png-rgb-16.png": needed = 117 * 3 * 8
    case "jpeg-gray.jpg": needed = 37 * 26 * 6
    default: needed = 117 * 12
    }
    #expect(try decode(name, memory: needed).0 == BURNISH_CODEC_OK)
    let (status, message) = try decode(name, memory: needed - 1)
    #expect(
      status == BURNISH_CODEC_OUT_OF_MEMORY && message.hasPrefix("no memory for an image of"))
  }

  @Test(arguments: ["png-l-8.png", "tiff-l-8.tif"])
  func pixelsAreCountedInTheHeader(_ name: String) throws {
    #expect(try decode(name, pixels: 117).0 == BURNISH_CODEC_OK)
    #expect(try decode(name, pixels: 116).0 == BURNISH_CODEC_TOO_LARGE)
    let refused = failure { _ = try Image.read(golden(name), keepsBands: false, pixels: 116) }
    #expect(refused?.kind == .badData && refused?.wanted == "at most 116 pixels")
  }

  @Test func theSystemSaysHowMuchMemoryThereIs() {
    #expect(AvailableMemory.bytes > 1 << 20)
  }

  /// A file of about 2000 bytes whose header claims 4096 x 4096 pixels of a palette.
  @Test func largeImagesFromNextToNothingAreRefused() throws {
    var bytes = try load(golden("png-palette-1.png"))
    for place in [16, 20] { bytes.replaceSubrange(place..<place + 4, with: [0, 0, 0x10, 0]) }
    repairPNG(&bytes)
    // Deflate could inflate this many bytes to an image of that size.
    bytes += [UInt8](repeating: 0, count: 2000)
    try withTemporaryFolder { folder in
      try store(bytes, folder + "/a.png")
      let refused = failure { _ = try Image.read(folder + "/a.png") }
      #expect(refused?.kind == .badData)
      #expect(refused?.found.contains("4096x4096") == true, "\(refused?.found ?? "")")
    }
  }

  /// A progressive file that repeats its last scan 120 times.
  @Test func scansThatRepeatThemselvesAreRefused() throws {
    let bytes = try load(golden("jpeg-progressive.jpg"))
    let scan = try #require(bytes.indices.last { bytes[$0...].starts(with: [0xFF, 0xDA]) })
    let last = Array(bytes[scan..<bytes.count - 2])
    var repeated = Array(bytes.dropLast(2))
    for _ in 0..<120 { repeated += last }
    repeated += [0xFF, 0xD9]
    try withTemporaryFolder { folder in
      try store(repeated, folder + "/a.jpg")
      let refused = failure { _ = try Image.read(folder + "/a.jpg") }
      #expect(refused?.kind == .badData)
    }
  }
}
