import Burnish
import BurnishCore
import BurnishData
import BurnishFilters
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

private let dataDirectory = ProcessInfo.processInfo.environment["BURNISH_DATA"]

@Suite struct JointUpsamplerTests {
  static func guide(width: Int, height: Int, channels: Int = 3, alpha: Bool = false) -> Image {
    var random = RandomNumbers(seed: 17)
    return Image(
      samples: random.uniform(shape: [1, channels, height, width]),
      alpha: alpha ? random.uniform(shape: [1, 1, height, width]) : nil, sampleFormat: .uint16)
  }

  private func enlarged(_ planes: Tensor, _ factor: Int) -> Tensor {
    DepthProtocol.dknBicubic.enlarged(planes, factor: factor)
  }

  private func expectClose(
    _ actual: Tensor, _ wanted: Tensor, _ tolerance: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let message = mismatch(actual, ReferenceTensor(wanted), Tolerance(absolute: tolerance))
    #expect(message == nil, "\(message ?? "")", sourceLocation: sourceLocation)
  }

  /// The filter gets every channel scaled from its own range. The result is scaled back.
  @Test func channelsHaveTheirOwnScales() throws {
    var random = RandomNumbers(seed: 2)
    let unit = random.uniform(shape: [1, 1, 5, 6])
    let planes = Tensor.joined([unit * 1e4 - 3e3, unit * 1e-4, unit * 0 + 7])
    let seen = ProbeFilter { target, guide in
      let range = (target.values.min()!, target.values.max()!)
      #expect(range.0 > -0.3 && range.1 < 1.3 && guide.shape == [1, 3, 20, 24])
      return target
    }
    let model = JointModel(name: "probe", filter: seen, protocol: .dknBicubic)
    let result = try JointUpsampler(model).upsampledBlocking(
      planes, guide: Self.guide(width: 24, height: 20, channels: 1))
    let wanted = enlarged(planes, 4)
    #expect(seen.callCount == 3)
    #expect(result.shape == wanted.shape)
    let (a, w) = (result.values, wanted.values)
    for index in 0..<1440 {
      let extent: Float = [1e4, 1e-4, 7][index / 480]
      #expect(abs(a[index] - w[index]) < 1e-5 * extent)
    }
  }

  @Test func flowMeasuresInPixelsOfTheLargerImage() throws {
    var random = RandomNumbers(seed: 3)
    let vectors = random.normal(shape: [1, 2, 5, 6], standardDeviation: 4)
    var valid = [Float](repeating: 1, count: 30)
    valid[8] = 0
    let flow = FlowField(
      vectors: vectors, valid: Tensor(shape: [1, 1, 5, 6], values: valid))
    let guide = Self.guide(width: 18, height: 15)
    let upsampler = JointUpsampler(.bicubic())
    let kept = try upsampler.upsampledBlocking(flow, guide: guide, scalesVectors: false)
    let scaled = try upsampler.upsampledBlocking(flow, guide: guide)
    expectClose(scaled.vectors, kept.vectors * 3, 1e-4)
    let filled = FlowField(vectors: flow.vectorsWithGapsFilled())
    let wanted = FlowField(vectors: enlarged(filled.vectors, 3), valid: kept.valid)
    expectClose(kept.vectors, wanted.vectors, 1e-4)
    let mask = try #require(kept.valid).values
    for index in 0..<270 {
      let isGap = (3..<6).contains(index / 18) && (6..<9).contains(index % 18)
      #expect((mask[index] == 0) == isGap)
    }
  }

  @Test func masksStayInRange() throws {
    let values = (0..<48).map { Float($0 % 5 == 0 ? 1 : 0) }
    let plane = Tensor(shape: [1, 1, 6, 8], values: values)
    let guide = Self.guide(width: 32, height: 24)
    for samples in [plane, Tensor.joined([plane, plane, plane])] {
      let result = try JointUpsampler(.bicubic()).upsampledBlocking(
        mask: Image(samples: samples, sampleFormat: .uint16), guide: guide)
      #expect(result.channels == 1 && result.sampleFormat == .uint16 && result.alpha == nil)
      expectClose(result.samples, enlarged(plane, 4).clipped(to: 0...1), 1e-6)
      // Bicubic enlargement overshoots such a mask on both sides.
      #expect(result.samples.values.contains(0) && result.samples.values.contains(1))
    }
    let color = Image(samples: Tensor.joined([plane, plane, plane * 0.5]))
    let transparent = Image(samples: plane, alpha: plane)
    for (mask, mention) in [(color, "color"), (transparent, "alpha")] {
      let failure = #expect(throws: Failure.self) {
        try JointUpsampler(.bicubic()).upsampledBlocking(
          mask: mask, guide: guide, subject: "mask.png")
      }
      #expect(failure?.kind == .badData && failure?.subject == "mask.png")
      #expect(failure?.found.contains(mention) == true)
    }
  }

  @Test func colorsGoUnderTheGuidesLuma() throws {
    var random = RandomNumbers(seed: 6)
    let small = Image(samples: random.uniform(shape: [1, 3, 6, 8], in: 0.4..<0.6))
    for channels in [1, 3] {
      let guide = Self.guide(width: 32, height: 24, channels: channels, alpha: true)
      let result = try JointUpsampler(.bicubic()).upsampledBlocking(
        chromaticityOf: small, guide: guide)
      #expect(result.channels == 3 && result.sampleFormat == .uint16)
      #expect(result.alpha?.values == guide.alpha?.values)
      expectClose(rgbToGray(result.samples), guide.grayscale().samples, 2e-6)
    }
    // If the luma leaves room for them, the colors are those of the smaller image.
    let middle = Image(samples: Tensor(repeating: 0.5, shape: [1, 1, 24, 32]))
    let result = try JointUpsampler(.bicubic()).upsampledBlocking(
      chromaticityOf: small, guide: middle)
    expectClose(
      rgbToChromaticity(result.samples), enlarged(rgbToChromaticity(small.samples), 4), 2e-6)
    let failure = #expect(throws: Failure.self) {
      try JointUpsampler(.bicubic()).upsampledBlocking(
        chromaticityOf: small.grayscale(), guide: middle)
    }
    #expect(failure?.found.contains("gray") == true)
  }

  @Test func partsFitTogetherWithoutASeam() throws {
    var random = RandomNumbers(seed: 9)
    let planes = random.uniform(shape: [1, 2, 25, 40])
    let guide = Self.guide(width: 160, height: 100)
    var upsampler = JointUpsampler(
      try ModelCatalog().jointModel("guided", for: .upsampling(factor: 4)))
    let whole = try upsampler.upsampledBlocking(planes, guide: guide)
    upsampler.tileSize = 64
    var shares: [Double] = []
    let parts = try upsampler.upsampledBlocking(planes, guide: guide) { shares.append($0) }
    expectClose(parts, whole, 1e-5)
    // The observer is called once for each tile, for any number of planes.
    #expect(shares.count == 6 && shares == shares.sorted() && shares.last == 1)
  }

  @Test func whatIsAlreadyEnlargedIsFilteredAsItIs() throws {
    var random = RandomNumbers(seed: 5)
    let planes = random.uniform(shape: [1, 2, 5, 6])
    let model = try ModelCatalog().jointModel("guided", for: .upsampling(factor: 4))
    let guide = Self.guide(width: 24, height: 20)
    let scales = Array(repeating: NetworkScale(range: 0...1), count: 2)
    let upsampler = JointUpsampler(model)
    let wanted = try upsampler.upsampledBlocking(planes, guide: guide, scales: scales)
    let enlarged = model.protocol.enlarged(planes, factor: 4)
    expectClose(
      try upsampler.upsampledBlocking(enlarged, guide: guide, scales: scales), wanted, 1e-6)
    #expect(wanted.values != enlarged.values)
  }

  @Test func whatDoesNotFitIsRefused() {
    let planes = Tensor(zeros: [1, 2, 5, 6])
    for (width, height) in [(6, 6), (12, 11), (13, 10), (3, 2)] {
      let failure = #expect(throws: Failure.self) {
        try JointUpsampler(.bicubic()).upsampledBlocking(
          planes, guide: Self.guide(width: width, height: height))
      }
      #expect(failure?.found.contains("6x5") == true)
      #expect(failure?.found.contains("\(width)x\(height)") == true)
    }
    let beyond = Tensor(shape: [1, 1, 1, 2], values: [-3e38, 3e38])
    let failure = #expect(throws: Failure.self) {
      try JointUpsampler(.bicubic()).upsampledBlocking(
        beyond, guide: Self.guide(width: 4, height: 2))
    }
    #expect(failure?.kind == .badData)
  }

  @Test func theGuidedFilterIsAModel() throws {
    let model = try ModelCatalog().jointModel("guided", for: .upsampling(factor: 8))
    #expect(model.name == "guided" && model.card == nil)
    #expect(model.filter is GuidedFilter)
    #expect(model.filter.reach == 8)
    let own = try JointModel.guided(for: .upsampling(factor: 8), radius: 3, epsilon: 0.5).filter
    #expect(try own as? GuidedFilter == GuidedFilter(radius: 3, epsilon: 0.5))
    let noise = try ModelCatalog().jointModel("guided", for: .noiseReduction).filter
    #expect(try noise as? GuidedFilter == GuidedFilter(radius: 4, epsilon: 1e-3))
  }

  /// On real masks, reduced to an eighth, the filter with the photograph as guide is closer to the truth than
  /// enlargement alone.
  @Test(
    .enabled(if: dataDirectory != nil, "BURNISH_DATA names no folder with the data sets"))
  func realMasksAreRestored() throws {
    let folder = URL(fileURLWithPath: try #require(dataDirectory))
      .appendingPathComponent("saliency").path
    let model = try ModelCatalog().jointModel("fdkn", for: .upsampling(factor: 8))
    var errors = (bicubic: 0.0, model: 0.0)
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/gt").sorted()
    for name in names.filter({ $0.hasSuffix(".png") }).prefix(8) {
      let truth = try Image.read("\(folder)/gt/\(name)").grayscale()
      let photo = try Image.read("\(folder)/img/\(name.dropLast(4)).jpg")
      let (height, width) = (truth.height / 8 * 8, truth.width / 8 * 8)
      func cut(_ image: Image) -> Image {
        Image(samples: image.samples.cropped(rows: 0..<height, columns: 0..<width))
      }
      let exact = cut(truth).samples
      let low = Image(
        samples: DepthProtocol.dknBicubic.reduced(exact, factor: 8).clipped(to: 0...1))
      func error(_ model: JointModel) throws -> Double {
        let result = try JointUpsampler(model).upsampledBlocking(mask: low, guide: cut(photo))
        let difference = result.samples - exact
        return (difference.dot(difference) / Double(difference.count)).squareRoot()
      }
      errors.bicubic += try error(.bicubic())
      errors.model += try error(model)
    }
    #expect(errors.bicubic > 0 && errors.model < 0.97 * errors.bicubic, "\(errors)")
  }
}
