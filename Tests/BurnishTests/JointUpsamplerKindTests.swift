import Burnish
import BurnishFilters
import BurnishImages
import BurnishTensors
import Testing

/// Upsampling of data other than levels: motion within bounds, classes, and heights.
@Suite struct JointUpsamplerKindTests {
  /// Overshoots every edge.
  private struct Sharpening: JointFilter {
    let reach = 0
    let alignment = 1
    func filter(target: Tensor, guide: Tensor) -> Tensor { target * 1.5 - 0.25 }
  }

  private static func guide(_ width: Int, _ height: Int, seed: UInt64 = 3) -> Image {
    var random = RandomNumbers(seed: seed)
    return Image(
      samples: random.uniform(shape: [1, 3, height, width], in: 0..<1), sampleFormat: .float32)
  }

  private func upsampler(_ filter: any JointFilter) -> JointUpsampler {
    JointUpsampler(JointModel(name: "test", filter: filter, protocol: .dknBicubic))
  }

  @Test func motionStaysWithinWhatMovesNearby() throws {
    let (width, height) = (12, 9)
    let vectors = Tensor(
      shape: [1, 2, height, width],
      values: (0..<2 * width * height).map { (place: Int) -> Float in
        if place % width < 6 { return -3.5 }
        return place < width * height ? 20 : -2
      })
    let flow = FlowField(vectors: vectors)
    let result = try upsampler(Sharpening()).upsampledBlocking(
      flow, guide: Self.guide(4 * width, 4 * height), scalesVectors: false)
    let values = result.vectors.values
    let area = 16 * width * height
    for (component, range) in [(0, -3.5...Float(20)), (1, -3.5...Float(-2))] {
      #expect(values[component * area..<(component + 1) * area].allSatisfy(range.contains))
    }
    // Three samples away from any other motion, there is nothing to overshoot.
    for y in 0..<4 * height {
      #expect(values[y * 4 * width..<y * 4 * width + 16].allSatisfy { $0 == -3.5 })
      #expect(values[y * 4 * width + 32..<(y + 1) * 4 * width].allSatisfy { $0 == 20 })
    }
  }

  /// The reference enlarges the whole mask of every class and takes the class with the largest value.
  @Test func classesAreThoseWithTheGreatestMask() throws {
    let (width, height, factor) = (17, 13, 4)
    let labels = LabelMap(
      width: width, height: height,
      labels: (0..<width * height).map { (place: Int) -> UInt16 in
        let (y, x) = (place / width, place % width)
        if x < 3 && y < 4 { return 300 }
        if x > 13 { return 7 }
        return (x + 2 * y) % 11 < 6 ? 0 : 15
      })
    let guide = Self.guide(factor * width, factor * height)
    let upsampler = try upsampler(GuidedFilter(radius: 2, epsilon: 1e-2))
    let result = try upsampler.upsampledBlocking(labels, guide: guide)
    let classes = Set(labels.labels).sorted()
    let masks = Tensor(
      shape: [1, classes.count, height, width],
      values: classes.flatMap { label in
        labels.labels.map { (other: UInt16) -> Float in other == label ? 1 : 0 }
      })
    let scores = try upsampler.upsampledBlocking(
      masks, guide: guide,
      scales: classes.map { _ in NetworkScale(range: 0...1) })
    let winners = ClassScores(samples: scores).winners().labels.map { classes[Int($0)] }
    // Rounding may decide between two masks that are almost equal.
    let differences = zip(result.labels, winners).count { $0 != $1 }
    #expect(differences <= 2, "\(differences) of \(winners.count)")
    #expect(Set(result.labels) == Set(classes))
  }

  @Test func oneClassStaysAlone() throws {
    let labels = LabelMap(width: 3, height: 2, labels: [9, 9, 9, 9, 9, 9])
    let result = try upsampler(Sharpening()).upsampledBlocking(labels, guide: Self.guide(9, 6))
    #expect(try result == labels.repeated(factor: 3))
  }

  /// Heights are enlarged like depth, except that their zero is arbitrary.
  @Test func heightsAreEnlargedAsDepthIs() throws {
    let values = (0..<48).map { (place: Int) -> Float in Float(place % 8 * 3 + place / 8) }
    var known = [Float](repeating: 1, count: 48)
    known[20] = 0
    let valid = Tensor(shape: [1, 1, 6, 8], values: known)
    let upsampler = try upsampler(GuidedFilter(radius: 2, epsilon: 1e-3))
    let guide = Self.guide(32, 24)
    func heights(_ shift: Float) throws -> HeightMap {
      try upsampler.upsampledBlocking(
        HeightMap(
          samples: Tensor(shape: [1, 1, 6, 8], values: values.map { $0 + shift }), valid: valid),
        guide: guide)
    }
    let depth = try DepthUpsampler(upsampler.model).upsampledBlocking(
      DepthMap(
        samples: Tensor(shape: [1, 1, 6, 8], values: values.map { $0 + 100 }), unit: .meters,
        valid: valid),
      guide: guide)
    for shift in [Float(100), -450] {
      let result = try heights(shift)
      #expect(result.valid?.values == depth.valid?.values)
      let (found, wanted, mask) = (result.samples.values, depth.samples.values, depth.valid!.values)
      var worst: Float = 0
      for index in mask.indices where mask[index] != 0 {
        worst = max(worst, abs(found[index] - shift - (wanted[index] - 100)))
      }
      #expect(worst < 1e-3, "\(worst)")
    }
  }
}
