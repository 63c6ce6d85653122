import BurnishImages
import BurnishSolvers
import BurnishTensors
import Testing
import _TestSupport

@testable import BurnishInverse

/// Degradations as linear maps, compared with SciPy (Scripts/golden/restoration.py).
@Suite struct OperatorTests {
  private static let shape = [1, 3, 14, 17]

  private static func kernel(_ height: Int = 5, _ width: Int = 3) throws -> BlurKernel {
    var random = RandomNumbers(seed: 5)
    return try BlurKernel(random.uniform(shape: [height, width]))
  }

  /// Every operator, in several sizes, and compositions of them.
  private static func all() throws -> [(name: String, map: any ImageOperator)] {
    var random = RandomNumbers(seed: 7)
    var all: [(String, any ImageOperator)] = []
    for border in Blur.Border.allCases {
      for (height, width) in [(1, 1), (5, 3), (3, 8), (13, 13)] {
        all.append(
          (
            "blur \(border) \(height)x\(width)",
            try Blur(try kernel(height, width), border: border, of: shape)
          ))
      }
    }
    // Kernels so large that the blur uses the Fourier transform.
    for border in Blur.Border.allCases {
      all.append(
        try ("blur \(border) 25x27", Blur(try kernel(25, 27), border: border, of: [1, 3, 33, 38])))
    }
    // Kernels several times as large as the image.
    for border in [Blur.Border.replicate, .circular] {
      all.append(
        try ("blur \(border) of 2x3", Blur(try kernel(9, 11), border: border, of: [1, 2, 2, 3])))
    }
    for dialect in ResamplingDialect.ofEverySize {
      for resampling in ResamplingKernel.allCases {
        for factor in [1, 1.3, 2, 3.7, 40] {
          all.append(
            (
              "reduction \(dialect) \(resampling) \(factor)",
              try Reduction(of: shape, factor: factor, kernel: resampling, dialect: dialect)
            ))
        }
      }
    }
    for (factor, offset) in [(1, 0), (2, 1), (3, 0), (5, 4)] {
      all.append(
        try (
          "sampling \(factor) \(offset)", PointSampling(of: shape, factor: factor, offset: offset)
        ))
    }
    let holes = random.uniform(shape: [1, 1, 14, 17])
    try all.append(("mask", Mask(holes, channels: 3)))
    try all.append(("mask of channels", Mask(random.uniform(shape: shape), channels: 3)))
    try all.append(("cut", Cut(of: shape, rows: 2..<9, columns: 0..<16)))
    try all.append(("channels", ChannelSelection([2, 0], of: shape)))
    let blur = try Blur(try kernel(), border: .valid, of: shape)
    let reduction = try Reduction(of: blur.outputShape, factor: 2.5)
    let selection = try ChannelSelection([1], of: reduction.outputShape)
    try all.append(("composition", Composition([blur, reduction, selection])))
    try all.append(("composition of one", Composition([Composition([blur])])))
    let replicated = try Blur(try kernel(), border: .replicate, of: shape)
    let sampling = try PointSampling(of: shape, factor: 3, offset: 1)
    let known = try Mask(random.uniform(shape: [1, 1, 5, 6]), channels: 3)
    try all.append(("blur, sampling and mask", Composition([replicated, sampling, known])))
    let circular = try Blur(try kernel(), border: .circular, of: shape)
    let cut = try Cut(of: shape, rows: 3..<14, columns: 1..<10)
    try all.append(("blur and cut", Composition([circular, cut])))
    return all
  }

  @Test func adjointsAreAdjoint() throws {
    var random = RandomNumbers(seed: 11)
    for (name, map) in try Self.all() {
      let x = random.normal(shape: map.inputShape)
      let y = random.normal(shape: map.outputShape)
      let (forward, backward) = (map.apply(x), map.applyAdjoint(y))
      #expect(forward.shape == map.outputShape && backward.shape == map.inputShape, "\(name)")
      let found = adjointMismatch(
        forward: ReferenceTensor(forward), against: ReferenceTensor(y),
        backward: ReferenceTensor(backward), against: ReferenceTensor(x), terms: 8)
      #expect(found == nil, "\(name): \(found ?? "")")
    }
  }

  @Test func aWrongAdjointIsNoticed() throws {
    let kernel = try Self.kernel()
    let blur = try Blur(kernel, border: .circular, of: Self.shape)
    let turned = try Blur(try BlurKernel(kernel.turned), border: .circular, of: Self.shape)
    var random = RandomNumbers(seed: 13)
    let (x, y) = (random.normal(shape: Self.shape), random.normal(shape: Self.shape))
    func found(_ backward: Tensor) -> String? {
      adjointMismatch(
        forward: ReferenceTensor(blur.apply(x)), against: ReferenceTensor(y),
        backward: ReferenceTensor(backward), against: ReferenceTensor(x), terms: 8)
    }
    // With circular borders, the adjoint is the blur by the rotated kernel.
    #expect(found(turned.apply(y)) == nil)
    #expect(found(blur.apply(y)) != nil)
  }

  /// A large kernel, applied by the Fourier transform, gives the same result as direct sums.
  @Test func largeKernelsBlurAsSmallOnesDo() throws {
    let kernel = try Self.kernel(25, 27)
    var random = RandomNumbers(seed: 17)
    for channels in [1, 3] {
      let image = random.uniform(shape: [1, channels, 33, 38])
      let blur = try Blur(kernel, border: .valid, of: image.shape)
      let sums = image.correlated(with: kernel.turned)
      #expect(
        mismatch(blur.apply(image), ReferenceTensor(sums), Tolerance(absolute: 1e-6)) == nil)
    }
  }

  @Test func blursAreThoseOfSciPy() throws {
    let golden = try Golden("operators")
    let kernel = try BlurKernel(golden["weights"])
    let image = golden["picture"]
    let tolerance = Tolerance.sum(terms: 15, magnitude: 1)
    #expect(
      mismatch(kernel.weights, ReferenceTensor(golden["kernel"]), .roundings(2)) == nil)
    for border in Blur.Border.allCases {
      let found = mismatch(
        try Blur(kernel, border: border, of: image.shape).apply(image),
        ReferenceTensor(golden[border.rawValue]), tolerance)
      #expect(found == nil, "\(border): \(found ?? "")")
    }
    let back = try Blur(kernel, border: .valid, of: image.shape).applyAdjoint(golden["valid"])
    let found = mismatch(back, ReferenceTensor(golden["adjoint"]), tolerance)
    #expect(found == nil, "\(found ?? "")")
    let blur = try Blur(kernel, border: .replicate, of: image.shape)
    let sampled = try Composition([blur, PointSampling(of: image.shape, factor: 3, offset: 1)])
    let samples = mismatch(
      sampled.apply(image), ReferenceTensor(golden["sampled"]), tolerance)
    #expect(samples == nil, "\(samples ?? "")")
  }

  /// `ResizeTests` compares `resize` with the libraries themselves.
  @Test(arguments: ResamplingDialect.ofEverySize)
  func reductionsAreThoseOfResize(_ dialect: ResamplingDialect) throws {
    var random = RandomNumbers(seed: 17)
    let image = random.uniform(shape: Self.shape)
    let reduction = try Reduction(of: Self.shape, factor: 2.5, kernel: .bilinear, dialect: dialect)
    #expect(reduction.outputShape == [1, 3, 6, 7])
    let wanted = image.resized(height: 6, width: 7, kernel: .bilinear, dialect: dialect)
    #expect(byteMismatch(reduction.apply(image), wanted) == nil)
  }

  @Test func partsOfImages() throws {
    let image = Tensor(shape: [1, 2, 2, 3], values: (1...12).map(Float.init))
    let cut = try Cut(of: image.shape, rows: 1..<2, columns: 1..<3)
    #expect(cut.apply(image).values == [5, 6, 11, 12])
    #expect(cut.applyAdjoint(cut.apply(image)).values == [0, 0, 0, 0, 5, 6, 0, 0, 0, 0, 11, 12])
    let second = try ChannelSelection([1], of: image.shape)
    #expect(second.apply(image).values == [7, 8, 9, 10, 11, 12])
    let mask = try Mask(Tensor(shape: [1, 1, 2, 3], values: [1, 0, 1, 0, 0.5, 1]), channels: 2)
    #expect(mask.apply(image).values == [1, 0, 3, 0, 2.5, 6, 7, 0, 9, 0, 5.5, 12])
    let sampling = try PointSampling(of: image.shape, factor: 2, offset: 1)
    #expect(sampling.apply(image).values == [5, 11])
  }
}
