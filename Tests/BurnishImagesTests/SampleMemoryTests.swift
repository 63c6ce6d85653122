import BurnishCore
import BurnishImages
import BurnishTensors
import Testing

/// Images from interleaved samples in memory, and back.
@Suite struct SampleMemoryTests {
  /// Two pixels and two rows of RGBA in rows of 11 bytes; the last row ends with its pixels.
  private static let bytes: [UInt8] = [
    0, 51, 102, 255, 153, 204, 255, 0, 9, 9, 9,
    1, 2, 3, 128, 4, 5, 6, 64,
  ]

  @Test func bytesWithAlphaAndPadding() throws {
    let image = try Image(
      width: 2, height: 2, channels: 4, bytesPerRow: 11, interleaved: Self.bytes.span.bytes,
      format: .uint8)
    #expect(image.width == 2 && image.height == 2 && image.channels == 3)
    #expect(image.sampleFormat == .uint8)
    let levels: [Float] = [0, 153, 1, 4, 51, 204, 2, 5, 102, 255, 3, 6]
    #expect(image.samples.values == levels.map { $0 / 255 })
    let opacities: [Float] = [255, 0, 128, 64]
    #expect(image.alpha?.values == opacities.map { $0 / 255 })
    #expect(
      image.interleaved() == [0, 51, 102, 255, 153, 204, 255, 0, 1, 2, 3, 128, 4, 5, 6, 64])
  }

  @Test func wordsOfGray() throws {
    let words: [UInt16] = [0, 13107, 65535, 9, 257, 32768, 1, 9]
    let image = try Image(
      width: 3, height: 2, channels: 1, bytesPerRow: 8, interleaved: words.span.bytes,
      format: .uint16)
    #expect(image.samples.shape == [1, 1, 2, 3] && image.alpha == nil)
    let levels: [Float] = [0, 13107, 65535, 257, 32768, 1]
    #expect(image.samples.values == levels.map { $0 / 65535 })
    #expect(image.interleaved() == bytes(of: [0, 13107, 65535, 257, 32768, 1] as [UInt16]))
    // 257 / 65535 is 1 / 255, and 32768 / 65535 is 127.502 / 255.
    #expect(image.interleaved(as: .uint8) == [0, 51, 255, 1, 128, 0])
  }

  @Test func floatingPointIsNotScaled() throws {
    let floats: [Float] = [0.25, 0.5, 7, 1, -0.125, 0]
    let image = try Image(
      width: 3, height: 1, channels: 2, interleaved: floats.span.bytes, format: .float32)
    #expect(image.samples.values == [0.25, 7, -0.125] && image.alpha?.values == [0.5, 1, 0])
    #expect(image.interleaved() == bytes(of: floats))
    #expect(image.interleaved(as: .uint8) == [64, 128, 255, 255, 0, 0])
  }

  /// The same samples in memory and in a file are the same image.
  @Test(arguments: [1, 2, 3, 4]) func memoryAndFilesAgree(_ channels: Int) throws {
    let levels = ramp(channels: 0..<channels)
    let area = 13 * 9
    let interleaved = (0..<area * channels).map {
      UInt8(levels[$0 % channels * area + $0 / channels])
    }
    let image = try Image(
      width: 13, height: 9, channels: channels, interleaved: interleaved.span.bytes,
      format: .uint8)
    let colors = channels < 3 ? 1 : 3
    #expect(image.samples.values == rampTensor(channels: 0..<colors).values)
    #expect(
      image.alpha?.values
        == (channels == colors ? nil : rampTensor(channels: colors..<channels).values))
    let stored = try Image(decoding: image.encoded(as: .png))
    #expect(stored.samples.values == image.samples.values)
    #expect(stored.interleaved() == interleaved)
  }

  @Test func sizesThatDoNotFitAreRefused() {
    func refusal(
      _ width: Int, _ height: Int, _ channels: Int, _ bytesPerRow: Int? = nil,
      _ format: SampleFormat = .uint8
    ) -> String? {
      let refused = failure {
        _ = try Image(
          width: width, height: height, channels: channels, bytesPerRow: bytesPerRow,
          interleaved: Self.bytes.span.bytes, format: format, subject: "frame")
      }
      #expect(refused?.kind == .badData && refused?.subject == "frame")
      return refused?.found
    }
    #expect(refusal(0, 2, 1) == "a size of 0x2")
    #expect(refusal(2, -1, 1) == "a size of 2x-1")
    #expect(refusal(2, 2, 5) == "5 channels")
    #expect(refusal(2, 2, 0) == "0 channels")
    #expect(refusal(2, 2, 4, 7) == "rows of 7 bytes")
    #expect(refusal(2, 2, 4, -11) == "rows of -11 bytes")
    // 12 + 8 bytes are one more than there are.
    #expect(refusal(2, 2, 4, 12) == "19 bytes of samples")
    #expect(refusal(5, 2, 1, nil, .uint16) == "19 bytes of samples")
    #expect(refusal(20, 1, 1) == "19 bytes of samples")
    #expect(refusal(.max, .max, 4, .max, .float32) == "a size of \(Int.max)x\(Int.max)")
    #expect(refusal(1, .max, 1, 1) == "19 bytes of samples")
    #expect(refusal(1, 3, 1, .max) == "19 bytes of samples")
  }

  @Test func theBytesNeededAreNamed() {
    func wanted(_ height: Int, _ bytesPerRow: Int) -> String? {
      failure {
        _ = try Image(
          width: 2, height: height, channels: 4, bytesPerRow: bytesPerRow,
          interleaved: Self.bytes.span.bytes, format: .uint8)
      }?.wanted
    }
    #expect(wanted(3, 12) == "32 for 3 rows of 12, the last without padding")
    #expect(wanted(3, .max) == "a size that fits in memory")
    #expect(wanted(2, .max - 7) == "a size that fits in memory")
    #expect(
      wanted(2, .max - 8) == "\(Int.max) for 2 rows of \(Int.max - 8), the last without padding")
  }

  @Test func samplesThatNoFileMayHoldAreRefused() {
    func refusal(_ samples: [Float], _ channels: Int) -> String? {
      let refused = failure {
        _ = try Image(
          width: 2, height: samples.count / channels / 2, channels: channels,
          interleaved: samples.span.bytes, format: .float32)
      }
      return refused?.kind == .badData ? refused?.found : nil
    }
    #expect(refusal([0, 0, 0, .nan], 1) == "NaN in column 1, row 1")
    #expect(refusal([0, 1, -.infinity, 1], 2) == "an infinity in column 1, row 0")
    #expect(refusal([0, 1, 0, 255], 2) == "the opacity 255.0")
  }

  @Test func bytesPerRowNeedNotBeAligned() throws {
    var memory = [UInt8](repeating: 0xFF, count: 7)
    memory.replaceSubrange(0..<2, with: bytes(of: [513] as [UInt16]))
    memory.replaceSubrange(5..<7, with: bytes(of: [1027] as [UInt16]))
    let image = try Image(
      width: 1, height: 2, channels: 1, bytesPerRow: 5, interleaved: memory.span.bytes,
      format: .uint16)
    let levels: [Float] = [513, 1027]
    #expect(image.samples.values == levels.map { $0 / 65535 })
  }

  private func bytes<Sample>(of samples: [Sample]) -> [UInt8] {
    samples.withUnsafeBytes { [UInt8]($0) }
  }
}
