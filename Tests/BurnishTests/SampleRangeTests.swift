import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors
import Testing

/// Samples from memory, which no file format keeps in 0...1.
@Suite struct SampleRangeTests {
  private static func image(
    _ sample: Float, channels: Int = 1, _ format: SampleFormat = .uint8
  ) -> Image {
    var samples = Tensor(repeating: 0.5, shape: [1, channels, 8, 8])
    samples.withMutableSamples { $0[$0.count - 3] = sample }
    return Image(samples: samples, sampleFormat: format)
  }

  private static func depth(side: Int) throws -> DepthMap {
    // Swift 6.3.1 crashes on the span of an array without a name here.
    let values = (0..<side * side).map { UInt16(1000 + $0) }
    return try DepthMap(width: side, height: side, millimeters: values.span)
  }

  private static func found(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch let failure as Failure {
      return failure.kind == .badData ? failure.found : "\(failure)"
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: SampleFormat.allCases, [1, 3])
  func masksAreCheckedWhateverTheirFormat(_ format: SampleFormat, _ channels: Int) {
    for (sample, words) in [
      (-0.01, "the sample -0.01"), (1.5, "the sample 1.5"), (255, "the sample 255.0"),
      (.nan, "the sample nan"), (.infinity, "the sample inf"), (0, nil), (1, nil), (0.25, nil),
    ] as [(Float, String?)] {
      let image = Self.image(sample, channels: channels, format)
      #expect(Self.found { try image.checkRange(subject: "mask") } == words)
    }
  }

  /// Half a level is rounding where integers hold the samples.
  @Test func roundingIsNoFault() {
    for (sample, format, isFine) in [
      (1.0019, .uint8, true), (1.0020, .uint8, false), (-0.0019, .uint8, true),
      (-0.0020, .uint8, false), (1.000_007, .uint16, true), (1.000_009, .uint16, false),
      (1.000_001, .float32, false), (-1e-9, .float32, false),
    ] as [(Float, SampleFormat, Bool)] {
      let image = Self.image(sample, format)
      #expect((Self.found { try image.checkRange(subject: "mask") } == nil) == isFine)
    }
  }

  @Test(arguments: SampleFormat.allCases, [1, 3])
  func lightIsFloatingPoint(_ format: SampleFormat, _ channels: Int) {
    let isLight = format == .float32
    for (sample, words) in [
      (-3.9, nil), (4.9, nil), (0, nil), (-4.1, "the sample -4.1"),
      (5.1, isLight ? nil : "the sample 5.1"), (255, isLight ? nil : "the sample 255.0"),
      (.nan, "the sample nan"), (.infinity, "the sample inf"), (-.infinity, "the sample -inf"),
    ] as [(Float, String?)] {
      let image = Self.image(sample, channels: channels, format)
      #expect(Self.found { try image.checkLight(subject: "guide") } == words)
    }
  }

  /// Colors under an alpha of 0 are no samples.
  @Test func hiddenSamplesAreNotLookedAt() {
    var image = Self.image(255)
    var alpha = Tensor(repeating: 1, shape: [1, 1, 8, 8])
    alpha.withMutableSamples { $0[61] = 0 }
    image.alpha = alpha
    #expect(Self.found { try image.checkLight(subject: "guide") } == nil)
    image.alpha = nil
    #expect(Self.found { try image.checkLight(subject: "guide") } == "the sample 255.0")
  }

  @Test(arguments: [255, .nan, -20] as [Float], [1, 3])
  func noFilterSeesSuchGuides(_ sample: Float, _ channels: Int) throws {
    let guide = Self.image(sample, channels: channels)
    let words = "the sample \(sample)"
    let probe = ProbeFilter { target, _ in target }
    let model = JointModel(name: "probe", filter: probe, protocol: .dknBicubic)
    let depth = try Self.depth(side: 4)
    let whole = try Self.depth(side: 8)
    let photo = Image(samples: Tensor(repeating: 0.5, shape: [1, 3, 8, 8]))
    let small = Image(samples: Tensor(repeating: 0.5, shape: [1, 3, 4, 4]))
    let scores = ClassScores(samples: Tensor(repeating: 0.5, shape: [1, 2, 4, 4]))
    #expect(
      Self.found { _ = try DepthUpsampler(model).upsampledBlocking(depth, guide: guide) } == words)
    let joint = JointUpsampler(model)
    #expect(Self.found { _ = try joint.upsampledBlocking(small.samples, guide: guide) } == words)
    #expect(
      Self.found { _ = try joint.upsampledBlocking(chromaticityOf: small, guide: guide) } == words)
    #expect(
      Self.found { _ = try ClassScoreUpsampler(probe).upsampledBlocking(scores, guide: guide) }
        == words)
    let denoiser = GuidedDenoiser(probe)
    #expect(Self.found { _ = try denoiser.denoisedBlocking(whole, guide: guide) } == words)
    #expect(Self.found { _ = try denoiser.denoisedBlocking(photo, guide: guide) } == words)
    #expect(Self.found { _ = try denoiser.denoisedBlocking(guide, guide: photo) } == words)
    #expect(probe.callCount == 0)
  }

  @Test(arguments: [0, 7, 15]) func noFilterSeesPlanesOfNaN(_ place: Int) {
    let probe = ProbeFilter { target, _ in target }
    let joint = JointUpsampler(JointModel(name: "probe", filter: probe, protocol: .dknBicubic))
    let photo = Image(samples: Tensor(repeating: 0.5, shape: [1, 3, 8, 8]))
    var planes = Tensor(shape: [1, 1, 4, 4], values: (0..<16).map { Float($0) })
    planes.withMutableSamples { $0[place] = .nan }
    #expect(
      Self.found { _ = try joint.upsampledBlocking(planes, guide: photo) } == "the sample nan")
    planes = Tensor(repeating: .nan, shape: [1, 1, 4, 4])
    #expect(
      Self.found { _ = try joint.upsampledBlocking(planes, guide: photo) } == "the sample nan")
    #expect(probe.callCount == 0)
  }

  /// Samples in 0...255 are light if their format says so, and the filter sees them in 0...1.
  @Test func levelsInFloatingPointAreScaled() throws {
    let samples = Tensor(shape: [1, 1, 2, 2], values: [0, 51, 204, 255])
    let probe = ProbeFilter { target, guide in
      #expect(zip(guide.values, [0, 0.2, 0.8, 1]).allSatisfy { abs($0 - $1) < 1e-6 })
      return target
    }
    let depth = try Self.depth(side: 2)
    _ = try GuidedDenoiser(probe).denoisedBlocking(
      depth, guide: Image(samples: samples, sampleFormat: .float32))
    #expect(probe.callCount == 1)
  }
}
