import Burnish
import BurnishCore
import BurnishImages
import BurnishTensors
import Testing

@Suite struct DepthUpsamplerTests {
  static func guide(width: Int, height: Int, channels: Int = 3) -> Image {
    Image(samples: Tensor(repeating: 0.5, shape: [1, channels, height, width]))
  }

  static func depth(
    _ values: [Float], width: Int, unit: DepthUnit = .millimeters, valid: [Float]? = nil
  ) -> DepthMap {
    let shape = [1, 1, values.count / width, width]
    return DepthMap(
      samples: Tensor(shape: shape, values: values), unit: unit,
      valid: valid.map { Tensor(shape: shape, values: $0) })
  }

  @Test func bicubicIsTheProtocolsEnlargement() throws {
    let values = (0..<30).map { Float(1000 + $0 * $0 * 7 % 400) }
    let low = Self.depth(values, width: 6)
    let result = try DepthUpsampler(.bicubic()).upsampledBlocking(
      low, guide: Self.guide(width: 24, height: 20))
    let wanted = DepthProtocol.dknBicubic.enlarged(low.samples, factor: 4)
    #expect(result.samples.shape == [1, 1, 20, 24])
    #expect(result.unit == .millimeters && result.valid == nil)
    for (value, wanted) in zip(result.samples.values, wanted.values) {
      #expect(abs(value - wanted) < 1e-3)
    }
  }

  @Test func theModelSeesZeroToOne() throws {
    let low = Self.depth([500, 500, 500, 2500], width: 2)
    let probe = ProbeFilter { target, guide in
      #expect(guide.shape == [1, 3, 16, 16])
      #expect(guide.values.allSatisfy { $0 == 0.5 })
      let wanted = DepthProtocol.djfNearest.enlarged((low.samples - 500) / 2000, factor: 8)
      #expect(target.shape == wanted.shape)
      #expect(zip(target.values, wanted.values).allSatisfy { abs($0 - $1) < 1e-5 })
      return target
    }
    let model = JointModel(name: "probe", filter: probe, protocol: .djfNearest)
    for channels in [1, 3] {
      let guide = Self.guide(width: 16, height: 16, channels: channels)
      let result = try DepthUpsampler(model).upsampledBlocking(low, guide: guide)
      #expect(result.samples.values.contains { $0 > 2000 })
      #expect(probe.callCount == (channels == 1 ? 1 : 2))
    }
  }

  /// A hole's marker has no effect on valid pixels of the result.
  @Test func holesNeverBleed() throws {
    var valid = [Float](repeating: 1, count: 48)
    for index in [9, 10, 17, 18, 30] { valid[index] = 0 }
    func result(marker: Float) throws -> DepthMap {
      let values = (0..<48).map { valid[$0] == 0 ? marker : Float(1000 + $0) }
      return try DepthUpsampler(.bicubic()).upsampledBlocking(
        Self.depth(values, width: 8, valid: valid), guide: Self.guide(width: 32, height: 24))
    }
    let (zero, huge) = (try result(marker: 0), try result(marker: 60000))
    #expect(zero.samples.values == huge.samples.values)
    let mask = try #require(zero.valid).values
    for y in 0..<24 {
      for x in 0..<32 {
        let isValid = valid[y / 4 * 8 + x / 4] != 0
        #expect((mask[y * 32 + x] != 0) == isValid)
        // Bicubic overshoot from neighboring values is small, but from a marker it would be large.
        if isValid { #expect(abs(zero.samples.values[y * 32 + x] - 1024) < 30) }
      }
    }
  }

  @Test func aFlatMapStaysFlat() throws {
    let result = try DepthUpsampler(.bicubic()).upsampledBlocking(
      Self.depth([Float](repeating: 777, count: 12), width: 4),
      guide: Self.guide(width: 16, height: 12))
    #expect(result.samples.values.allSatisfy { abs($0 - 777) < 1e-3 })
  }

  @Test func depthIsNeverNegative() throws {
    for unit in DepthUnit.allCases {
      let values = (0..<64).map { Float(($0 / 4 + $0) % 2 == 0 ? 200 : 1) }
      let result = try DepthUpsampler(.bicubic()).upsampledBlocking(
        Self.depth(values, width: 8, unit: unit), guide: Self.guide(width: 64, height: 64))
      let least = result.samples.values.min()!
      #expect(unit.zeroIsInvalid ? least >= 0.5 : least >= 0)
    }
  }

  @Test(arguments: [(17, 16), (16, 24), (4, 5), (3, 3), (16, 8)])
  func sizesThatDoNotFitAreBothNamed(width: Int, height: Int) {
    let failure = #expect(throws: Failure.self) {
      try DepthUpsampler(.bicubic()).upsampledBlocking(
        Self.depth([Float](repeating: 9, count: 16), width: 4),
        guide: Self.guide(width: width, height: height))
    }
    #expect(failure?.kind == .badData)
    #expect(failure?.found.contains("4x4") == true)
    #expect(failure?.found.contains("\(width)x\(height)") == true)
  }

  @Test func aGuideThatIsNoLightIsRefused() {
    let guide = Image(
      samples: Tensor(repeating: -128, shape: [1, 3, 8, 8]), sampleFormat: .float32)
    let failure = #expect(throws: Failure.self) {
      try DepthUpsampler(.bicubic()).upsampledBlocking(
        Self.depth([1, 2, 3, 4], width: 2), guide: guide)
    }
    #expect(failure?.found.contains("-128") == true)
  }

  /// Scaling such depth to 0...1 would overflow or underflow, and give zeros without an error.
  @Test(arguments: [Float(3.4e38), 1e-42])
  func depthBeyondReasonIsRefused(_ greatest: Float) throws {
    let depth = DepthMap(
      samples: Tensor(shape: [1, 1, 2, 2], values: [0, greatest / 2, greatest, greatest]),
      unit: .levels8)
    let guide = Image(samples: Tensor(repeating: 0.5, shape: [1, 3, 4, 4]))
    let failure = #expect(throws: Failure.self) {
      try DepthUpsampler(.bicubic()).upsampledBlocking(depth, guide: guide)
    }
    #expect(failure?.kind == .badData)
  }
}
