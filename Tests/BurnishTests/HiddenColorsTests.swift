import BurnishFilters
import BurnishImages
import BurnishModels
import BurnishNetworks
import BurnishTensors
import Testing
import _TestSupport

@testable import Burnish

/// Colors under an alpha of 0 have no effect on visible pixels.
@Suite struct HiddenColorsTests {
  private static let (height, width) = (24, 30)

  /// An image whose visible part is a disc with a soft edge. The hidden colors are random.
  private static func image(hidden seed: UInt64) -> Image {
    var random = RandomNumbers(seed: 1)
    let seen = random.uniform(shape: [1, 3, height, width])
    random = RandomNumbers(seed: seed)
    let hidden = random.uniform(shape: [1, 3, height, width])
    let alpha = (0..<height * width).map { index in
      let (y, x) = (Float(index / width) - 12, Float(index % width) - 15)
      return min(max(10.5 - (y * y + x * x).squareRoot(), 0), 1)
    }
    let samples = zip(seen.values, hidden.values).enumerated().map { index, pair in
      alpha[index % (height * width)] > 0 ? pair.0 : pair.1
    }
    return Image(
      samples: Tensor(shape: seen.shape, values: samples),
      alpha: Tensor(shape: [1, 1, height, width], values: alpha))
  }

  private typealias Filter = (Image) throws -> Image

  private func filters() throws -> [(name: String, apply: Filter)] {
    let prior = try RestorationSolverTests.prior()
    let denoiser = ImageDenoiser(
      ImageModel(
        name: "autoencoder",
        filter: try NetworkImageFilter(
          Architecture(DenoisingAutoencoder.Hyperparameters()),
          weights: DenoisingAutoencoder(seed: 3).parameters.snapshot(), path: "fresh")))
    let minimization = AlternatingMinimization.l0Smoothing()
    let guide = Self.image(hidden: 1)
    return [
      ("denoising", { try denoiser.denoisedBlocking($0) }),
      ("smoothing", { try TextureSmoother(GuidedFilter(radius: 3)).smoothedBlocking($0) }),
      ("L0", { try minimization.restoredBlocking($0).image }),
      (
        "denoising under a guide",
        { try GuidedDenoiser(GuidedFilter(radius: 3)).denoisedBlocking(guide, guide: $0) }
      ),
      (
        "deblurring",
        { image in
          let kernel = try BlurKernel(Tensor(shape: [1, 3], values: [0.25, 0.5, 0.25]))
          var solver = DAEPDescent(prior: prior)
          solver.iterations = 4
          return try ImageRestorer(solver).restoredBlocking(image) {
            try .deblurring($0, kernel: kernel, border: .valid, sigma: 2)
          }.image
        }
      ),
    ]
  }

  @Test func makeNoDifference() throws {
    let (first, second) = (Self.image(hidden: 2), Self.image(hidden: 3))
    #expect(first.samples.values != second.samples.values)
    for (name, apply) in try filters() {
      let (one, other) = (try apply(first), try apply(second))
      #expect(byteMismatch(other.samples, one.samples) == nil, "\(name)")
      #expect(one.samples.values != first.samples.values, "\(name) does nothing")
      #expect(one.alpha?.values == first.alpha?.values, "\(name)")
    }
  }

  @Test func colorsContinueWhatIsSeen() throws {
    let given = Self.image(hidden: 2)
    let filled = given.withHiddenColorsFilled()
    let plane = Self.height * Self.width
    for (index, sample) in filled.samples.values.enumerated() {
      #expect((0...1).contains(sample))
      if given.alpha!.values[index % plane] > 0 {
        #expect(sample == given.samples.values[index])
      }
    }
    let ink = Image(
      samples: Tensor(repeating: 0.3, shape: [1, 3, Self.height, Self.width]) * given.alphaMask
        + given.samples * (given.alphaMask * -1 + 1), alpha: given.alpha)
    #expect(ink.withHiddenColorsFilled().samples.values.allSatisfy { abs($0 - 0.3) < 1e-6 })
  }

  @Test func nothingSeenOrNothingHiddenStaysAsItIs() {
    var image = Self.image(hidden: 2)
    for opacity: Float in [0, 1] {
      image.alpha = Tensor(repeating: opacity, shape: [1, 1, Self.height, Self.width])
      #expect(image.withHiddenColorsFilled().samples.values == image.samples.values)
    }
  }

  /// Bright samples under transparency do not decide how the colors of light are scaled.
  @Test func hiddenLightDoesNotScaleColors() throws {
    let colorizer = try ModelCatalog().colorizer()
    let alpha = Tensor(shape: [1, 1, 32, 32], values: (0..<1024).map { $0 < 256 ? 0 : 1 })
    let results = try [Float(0), 60].map { hidden in
      let values = (0..<1024).map { $0 < 256 ? hidden : 3 + Float($0 % 13) / 12 }
      let light = Image(
        samples: Tensor(shape: [1, 1, 32, 32], values: values), alpha: alpha,
        sampleFormat: .float32)
      return try colorizer.colorizedBlocking(light).samples.values
    }
    let visible = results[0].indices.filter { $0 % 1024 >= 256 }
    #expect(visible.allSatisfy { abs(results[0][$0] - results[1][$0]) < 1e-4 })
  }
}

extension Image {
  /// 1 at visible pixels, for three channels.
  fileprivate var alphaMask: Tensor {
    let mask = alpha!.values.map { $0 > 0 ? Float(1) : 0 }
    return Tensor(shape: samples.shape, values: mask + mask + mask)
  }
}
