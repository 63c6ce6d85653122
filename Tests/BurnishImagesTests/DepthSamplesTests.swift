import BurnishCore
import BurnishImages
import BurnishTensors
import Testing

/// Depth from samples in memory, and back.
@Suite struct DepthSamplesTests {
  @Test func millimetersMeanWhatTheyMeanInFiles() throws {
    let sensor: [UInt16] = [0, 1200, 850, 65535, 0, 3]
    let depth = try DepthMap(width: 3, height: 2, millimeters: sensor.span)
    #expect(depth.unit == .millimeters && depth.width == 3 && depth.height == 2)
    #expect(depth.samples.values == [0, 1200, 850, 65535, 0, 3])
    #expect(depth.valid?.values == [0, 1, 1, 1, 0, 1] && depth.validCount == 4)
    let stored = try DepthMap(decoding: depth.encoded(as: .png))
    #expect(stored.samples.values == depth.samples.values)
    #expect(stored.valid?.values == depth.valid?.values)
    let all = try DepthMap(width: 3, height: 2, millimeters: sensor.span, zeroIsInvalid: false)
    #expect(all.valid == nil && all.validCount == 6)
    #expect(try depth.interleaved() == sensor.withUnsafeBytes { [UInt8]($0) })
  }

  @Test func levelsAreAllMeasurements() throws {
    let levels: [UInt8] = [0, 128, 255, 1]
    let depth = try DepthMap(width: 2, height: 2, levels: levels.span)
    #expect(depth.unit == .levels8 && depth.valid == nil)
    #expect(depth.samples.values == [0, 128, 255, 1])
    #expect(try depth.interleaved() == levels)
    let holes = try DepthMap(width: 2, height: 2, levels: levels.span, zeroIsInvalid: true)
    #expect(holes.valid?.values == [0, 1, 1, 1])
  }

  @Test func metersMayHaveHoles() throws {
    let meters: [Float] = [1.5, 0, .nan, .infinity, 2.25, -.infinity]
    let depth = try DepthMap(width: 2, height: 3, meters: meters.span)
    #expect(depth.unit == .meters)
    #expect(depth.samples.values == [1.5, 0, 0, 0, 2.25, 0])
    #expect(depth.valid?.values == [1, 0, 0, 0, 1, 0])
    #expect(depth.invalidMarker.isNaN)
    let zero: [Float] = [0, 4]
    let kept = try DepthMap(width: 2, height: 1, meters: zero.span, zeroIsInvalid: false)
    #expect(kept.valid == nil && kept.samples.values == [0, 4] && kept.invalidMarker == 0)
  }

  @Test func whatIsNoDepthIsRefused() {
    func refusal(_ meters: [Float], finite: Bool = false) -> Failure? {
      failure {
        _ = try DepthMap(
          width: 2, height: 2, meters: meters.span, nonFiniteIsInvalid: !finite, subject: "sensor")
      }
    }
    let negative = refusal([1, 2, -0.5, 3])
    #expect(negative?.kind == .badData && negative?.subject == "sensor")
    #expect(negative?.found == "the negative depth -0.5 in column 0, row 1")
    #expect(refusal([1, 2, 3, .nan], finite: true)?.found == "NaN in column 1, row 1")
    #expect(refusal([1, .infinity, 3, 4], finite: true)?.found == "an infinity in column 1, row 0")
    #expect(refusal([0, .nan, 0, 0])?.found == "not a single valid pixel")
    let zeros: [UInt16] = [0, 0]
    let empty = failure { _ = try DepthMap(width: 2, height: 1, millimeters: zeros.span) }
    #expect(empty?.found == "not a single valid pixel")
  }

  @Test func sizesThatDoNotFitAreRefused() {
    let samples: [UInt16] = [1, 2, 3]
    for (width, height) in [(2, 2), (3, -1), (0, 0), (-3, -1), (.max, .max)] {
      let refused = failure {
        _ = try DepthMap(width: width, height: height, millimeters: samples.span)
      }
      #expect(refused?.found == "3 samples for a size of \(width)x\(height)")
    }
  }

  @Test func coarseSamplesAreRefused() throws {
    let values: [Float] = [1.25, .nan]
    let meters = try DepthMap(width: 1, height: 2, meters: values.span)
    #expect(failure { _ = try meters.interleaved(as: .uint16) }?.kind == .usage)
    let floats = try meters.interleaved()
    let first = floats.withUnsafeBytes { $0.loadUnaligned(as: Float.self) }
    let second = floats.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 4, as: Float.self) }
    #expect(floats.count == 8 && first == 1.25 && second.isNaN)
    let seven: [UInt16] = [7]
    let millimeters = try DepthMap(width: 1, height: 1, millimeters: seven.span)
    #expect(failure { _ = try millimeters.interleaved(as: .uint8) }?.kind == .usage)
    #expect(failure { _ = try millimeters.encoded(as: .jpeg) }?.kind == .usage)
  }
}
