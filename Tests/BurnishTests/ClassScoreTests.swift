import Burnish
import BurnishCore
import BurnishData
import BurnishImages
import BurnishTensors
import Testing

@Suite struct ClassScoreTests {
  /// The left half has class 1, the right half has class 2, and one block has no class.
  static let labels = LabelMap(
    width: 32, height: 16,
    labels: (0..<512).map { index in
      let (y, x) = (index / 32, index % 32)
      return y < 4 && x < 4 ? 0 : x < 16 ? 1 : 2
    })

  @Test func noiselessScoresAreBlurredMasks() {
    var random = RandomNumbers(seed: 1)
    let scores = ClassScoreSimulation(factor: 4, contrast: 10, noise: 0)
      .scores(of: Self.labels, classCount: 4, ignoring: 0, random: &random)
    #expect(scores.samples.shape == [1, 4, 4, 8])
    let values = scores.samples.values
    // Class 3 does not occur, and class 0 is ignored.
    #expect(values[..<32].allSatisfy { $0 == 0 } && values[96...].allSatisfy { $0 == 0 })
    // The last row is far from the block. A triangle of 8 pixels has the weights 1, 3, 5, 7, 7, 5, 3, and 1
    // of 32. For the one around column 14, the two right pixels, of weight 3 + 1, are beyond the edge.
    let row = values[32 + 24..<32 + 32].map { $0 / 10 }
    let wanted: [Float] = [1, 1, 1, 0.875, 0.125, 0, 0, 0]
    #expect(zip(row, wanted).allSatisfy { abs($0 - $1) < 1e-5 }, "\(row)")
    for index in 24..<32 { #expect(abs(values[32 + index] + values[64 + index] - 10) < 1e-4) }
    #expect(scores.winners(excluding: 0).labels[24..<32] == [1, 1, 1, 1, 2, 2, 2, 2])
  }

  @Test func noiseIsThatOfTheSeed() {
    let simulation = ClassScoreSimulation(factor: 4, contrast: 10, noise: 3)
    func scores(_ seed: UInt64, _ simulation: ClassScoreSimulation) -> [Float] {
      var random = RandomNumbers(seed: seed)
      return simulation.scores(of: Self.labels, classCount: 40, ignoring: 0, random: &random)
        .samples.values
    }
    let (first, again, other) = (
      scores(1, simulation), scores(1, simulation), scores(2, simulation)
    )
    #expect(first == again && first != other)
    let clean = scores(1, ClassScoreSimulation(factor: 4, contrast: 10, noise: 0))
    let noise = zip(first, clean).map { Double($0 - $1) }
    let deviation = (noise.reduce(0) { $0 + $1 * $1 } / Double(noise.count)).squareRoot()
    // Four standard errors of 1280 samples.
    #expect(abs(deviation - 3) < 0.24)
  }

  private let guide = Image(samples: TiledFilterTests.image(channels: 3, height: 48, width: 80))
  private let scores: ClassScores = {
    var random = RandomNumbers(seed: 3)
    return ClassScores(samples: random.normal(shape: [1, 6, 6, 10], standardDeviation: 4))
  }()

  /// A filter that checks that it gets one plane at a time, with samples in 0...1.
  private struct Halving: JointFilter {
    var reach: Int { 0 }
    var alignment: Int { 1 }
    func filter(target: Tensor, guide: Tensor) -> Tensor {
      precondition(
        target.shape[1] == 1 && target.minimum() >= -1e-6 && target.maximum() <= 1.000001)
      return target * 0.5
    }
  }

  @Test func scoresAreEnlargedAndScaled() throws {
    let bilinear = ClassScoreUpsampler.enlarged(scores.samples, height: 48, width: 80)
    let unchanged = try ClassScoreUpsampler(IdentityFilter()).upsampledBlocking(
      scores, guide: guide)
    #expect(unchanged.samples.shape == [1, 6, 48, 80])
    #expect(zip(unchanged.samples.values, bilinear.values).allSatisfy { abs($0 - $1) < 1e-4 })
    let least = scores.samples.minimum()
    let halved = try ClassScoreUpsampler(Halving()).upsampledBlocking(scores, guide: guide)
    #expect(
      zip(halved.samples.values, bilinear.values).allSatisfy {
        abs($0 - (least + ($1 - least) / 2)) < 1e-4
      })
  }

  @Test func sizesMustFit() {
    let odd = ClassScores(samples: Tensor(zeros: [1, 2, 7, 10]))
    let failure = #expect(throws: Failure.self) {
      try ClassScoreUpsampler(IdentityFilter()).upsampledBlocking(odd, guide: guide)
    }
    #expect(failure?.kind == .badData && failure?.found.contains("10x7") == true)
  }

  /// Tiles of an image with many planes fit together.
  @Test func planesAreTiled() throws {
    let planes = TiledFilterTests.image(channels: 4, height: 90, width: 130)
    let filter = WindowFilter()
    let guide = TiledFilterTests.image(channels: 3, height: 90, width: 130)
    let whole = filter.filter(planes: planes, guide: guide)
    let tiled = try TiledFilter(filter, tileSize: 64).filter(target: planes, guide: guide)
    #expect(tiled.shape == planes.shape)
    #expect(tiled.values == whole.values)
  }
}
