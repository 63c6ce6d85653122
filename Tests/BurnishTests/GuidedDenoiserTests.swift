import Burnish
import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishTensors
import Testing

@Suite struct GuidedDenoiserTests {
  /// Twice the target plus the mean of the guide's colors.
  struct Mixture: JointFilter {
    let reach = 0
    let alignment = 1
    func filter(target: Tensor, guide: Tensor) -> Tensor {
      let area = target.count
      let colors = guide.values
      return Tensor(
        shape: target.shape,
        values: target.values.enumerated().map { index, value in
          2 * value + (colors[index] + colors[area + index] + colors[2 * area + index]) / 3
        })
    }
  }

  static func image(_ channels: Int, _ values: [Float], format: SampleFormat = .uint8) -> Image {
    Image(
      samples: Tensor(shape: [1, channels, 1, values.count / channels], values: values),
      sampleFormat: format)
  }

  /// The planes are the mean M and two differences D and D', stored as D + 0.5. With the guide's mean g, the
  /// mixture gives 2 M + g and 2 D + 0.5 + g. Red is M + D + 2/3 D', green M - 4/3 D', and blue M - D + 2/3
  /// D'.
  @Test func opponentColorsAreFilteredUnderTheWholeGuide() throws {
    var target = Self.image(3, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], format: .uint16)
    target.alpha = Tensor(shape: [1, 1, 1, 2], values: [0.25, 1])
    let guide = Self.image(3, [0.3, 0.6, 0, 0, 0, 0.3])
    let result = try GuidedDenoiser(Mixture()).denoisedBlocking(target, guide: guide)
    // So red becomes 2 R + 8/3 g + 5/6, green 2 G - g/3 - 2/3, and blue 2 B + 2/3 g - 1/6, for g of 0.1 and
    // 0.3.
    let wanted: [Float] = [1.3, 2.033333, -0.1, 0.033333, 0.9, 1.233333]
    #expect(zip(result.samples.values, wanted).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(result.sampleFormat == .uint16 && result.alpha?.values == [0.25, 1])
  }

  /// The noise of such an image is equal in all colors, so their mean has no less noise.
  @Test func aGrayImageInColorsIsFilteredAsGray() throws {
    let guide = Self.image(3, [0.3, 0.6, 0, 0, 0, 0.3])
    let gray = Self.image(1, [0.1, 0.2])
    let wanted = try GuidedDenoiser(Mixture()).denoisedBlocking(gray, guide: guide).samples.values
    let result = try GuidedDenoiser(Mixture()).denoisedBlocking(gray.inRGB(), guide: guide)
    #expect(result.samples.values == wanted + wanted + wanted)
  }

  /// Image and guide are scaled by the same factor. For weak noise, only a share of the change is applied.
  @Test func noiseIsScaledToTheModels() throws {
    let card = ModelCard(
      name: "mixture", task: .noiseReduction,
      architecture: .init(name: "none", hyperparameters: .null),
      degradation: .gaussianNoise(sigma: 20), target: .image, recipe: "", steps: 0, data: "",
      dataLicense: "")
    /// The square of the target plus the guide's green.
    struct Square: JointFilter {
      let reach = 0
      let alignment = 1
      func filter(target: Tensor, guide: Tensor) -> Tensor {
        let green = guide.values[target.count..<2 * target.count]
        return Tensor(
          shape: target.shape, values: zip(target.values, green).map { $0 * $0 + $1 })
      }
    }
    let model = JointModel(name: "square", filter: Square(), card: card)
    let target = Self.image(1, [0.2, 0.4])
    let guide = Self.image(1, [0.5, 0.25])
    func result(_ sigma: Float?) throws -> [Float] {
      try GuidedDenoiser(model, sigma: sigma).denoisedBlocking(target, guide: guide).samples.values
    }
    func isClose(_ found: [Float], _ wanted: [Float]) -> Bool {
      zip(found, wanted).allSatisfy { abs($0 - $1) < 1e-6 }
    }
    for sigma in [nil, Float(20)] { #expect(try isClose(result(sigma), [0.54, 0.41])) }
    #expect(try isClose(result(40), [0.52, 0.33]))
    #expect(try isClose(result(10), [0.58, 0.57]))
    // At half that noise, the scale is the same as for 10, and 0.25 * 1.5 / 0.75 of the change is applied.
    #expect(try isClose(result(5), [0.39, 0.485]))
  }

  @Test func aGrayGuideIsRepeated() throws {
    let result = try GuidedDenoiser(Mixture()).denoisedBlocking(
      Self.image(1, [0.1, 0.2]), guide: Self.image(1, [0.5, 0.25]))
    #expect(zip(result.samples.values, [0.7, 0.65]).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  /// The guided filter takes a guide of one channel as gray. Three equal channels act as gray with a third of
  /// epsilon. Both also hold for tiles. The channels of a color image are filtered without conversion.
  @Test func grayGuidesAreGrayToTheGuidedFilter() throws {
    var random = RandomNumbers(seed: 5)
    let gray = Image(
      samples: random.uniform(shape: [1, 1, 70, 150], in: 0..<1), sampleFormat: .float32)
    let target = Image(
      samples: random.uniform(shape: [1, 3, 70, 150], in: 0..<1), sampleFormat: .float32)
    for epsilon in [Float(1e-2), 1e-9] {
      var denoiser = try GuidedDenoiser(GuidedFilter(radius: 3, epsilon: epsilon))
      denoiser.tileSize = 64
      for (guide, share) in [(gray, Float(1)), (gray.inRGB(), 1.0 / 3)] {
        let result = try denoiser.denoisedBlocking(target, guide: guide)
        let wanted = try GuidedFilter(radius: 3, epsilon: epsilon * share)
          .filter(target: target.samples, guide: gray.samples)
        let worst = zip(result.samples.values, wanted.values).map { abs($0 - $1) }.max()!
        #expect(worst < 1e-4, "\(epsilon), \(share): \(worst)")
      }
    }
  }

  @Test func depthKeepsUnitAndHoles() throws {
    let probe = ProbeFilter { target, _ in
      // While the filter runs, a hole holds its neighbor's depth.
      #expect(zip(target.values, [0, 1, 1, 0.5]).allSatisfy { abs($0 - $1) < 1e-6 })
      return Tensor(shape: target.shape, values: [0.25, 0.5, 0.75, -100])
    }
    let shape = [1, 1, 1, 4]
    let depth = DepthMap(
      samples: Tensor(shape: shape, values: [1000, 3000, 0, 2000]), unit: .millimeters,
      valid: Tensor(shape: shape, values: [1, 1, 0, 1]))
    let result = try GuidedDenoiser(probe).denoisedBlocking(
      depth, guide: Self.image(1, [0, 0, 0, 0]))
    #expect(probe.callCount == 1)
    #expect(result.unit == .millimeters && result.valid?.values == [1, 1, 0, 1])
    #expect(result.samples.values == [1500, 2000, 0, 500])
  }

  @Test func fewStraySamplesDoNotSqueezeTheOthers() throws {
    let probe = ProbeFilter { target, _ in
      let values = target.values
      #expect(values[7] > 50 && values[100] < 0.6 && values[100] > 0.4)
      return target
    }
    var values = (0..<201).map { 1000 + Float($0) }
    values[7] = 60000
    let depth = DepthMap(
      samples: Tensor(shape: [1, 1, 3, 67], values: values), unit: .millimeters)
    let guide = Image(samples: Tensor(zeros: [1, 3, 3, 67]))
    let result = try GuidedDenoiser(probe).denoisedBlocking(depth, guide: guide)
    #expect(probe.callCount == 1)
    #expect(zip(result.samples.values, values).allSatisfy { abs($0 - $1) < 0.01 })
  }

  @Test func whatDoesNotGoTogetherIsRefused() throws {
    let denoiser = GuidedDenoiser(IdentityFilter())
    let sizes = #expect(throws: Failure.self) {
      try denoiser.denoisedBlocking(Self.image(3, [0, 0, 0]), guide: Self.image(1, [0, 0]))
    }
    #expect(sizes?.kind == .badData && sizes?.found.contains("1x1") == true)
    #expect(sizes?.found.contains("2x1") == true)
    let guide = #expect(throws: Failure.self) {
      try denoiser.denoisedBlocking(
        Self.image(1, [0]), guide: Self.image(1, [-125], format: .float32))
    }
    #expect(guide?.subject == "guide")
    let image = #expect(throws: Failure.self) {
      try denoiser.denoisedBlocking(
        Self.image(1, [-255], format: .float32), guide: Self.image(1, [1]))
    }
    #expect(image?.found == "the sample -255.0")
  }

  @Test func progressGrowsToOne() throws {
    let image = Image(samples: Tensor(repeating: 0.5, shape: [1, 3, 70, 130]))
    var denoiser = GuidedDenoiser(IdentityFilter())
    denoiser.tileSize = 64
    var shares: [Double] = []
    let result = try denoiser.denoisedBlocking(image, guide: image) { shares.append($0) }
    #expect(result.samples.values == image.samples.values)
    // The observer is called once for each tile, for any number of colors.
    #expect(shares.count == 6 && shares == shares.sorted() && shares.last == 1)
  }
}

@Suite struct TextureSmootherTests {
  /// The output of each round is the target and guide of the next one.
  @Test func roundsFeedThemselves() throws {
    let image = GuidedDenoiserTests.image(3, [0.02, 0.01, 0.04, 0.03, 0, 0.05])
    var smoother = TextureSmoother(GuidedDenoiserTests.Mixture())
    smoother.rounds = 2
    let result = try smoother.smoothedBlocking(image)
    var wanted: [Float] = [0.02, 0.01, 0.04, 0.03, 0, 0.05]
    for _ in 0..<2 {
      let previous = wanted
      for index in 0..<6 {
        let guide = (0..<3).reduce(Float(0)) { $0 + previous[$1 * 2 + index % 2] } / 3
        wanted[index] = 2 * previous[index] + guide
      }
    }
    #expect(zip(result.samples.values, wanted).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func resultsStayInRange() throws {
    let image = GuidedDenoiserTests.image(1, [0.1, 0.9])
    let result = try TextureSmoother(GuidedDenoiserTests.Mixture()).smoothedBlocking(image)
    #expect(result.samples.values == [1, 1])
  }

  @Test func noRoundLeavesTheImage() throws {
    let image = GuidedDenoiserTests.image(1, [0.1, 0.9])
    var smoother = TextureSmoother(GuidedDenoiserTests.Mixture())
    smoother.rounds = 0
    #expect(try smoother.smoothedBlocking(image).samples.values == image.samples.values)
    smoother.reduction = 2
    #expect(try smoother.smoothedBlocking(image).samples.values == image.samples.values)
  }
}
