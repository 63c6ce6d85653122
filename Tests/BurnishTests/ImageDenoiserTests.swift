import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishModels
import BurnishNetworks
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@testable import Burnish

@Suite struct ImageDenoiserTests {
  /// A filter of known reach. It shows a seam wherever a tile is cut wrongly.
  private struct Window: ImageFilter {
    let channels: Int
    let reach = 3
    let alignment = 4

    func filter(_ image: Tensor) -> Tensor {
      let (height, width) = (image.shape[2], image.shape[3])
      let values = image.values
      return Tensor(
        shape: image.shape,
        values: values.indices.map { index in
          let (y, x, start) = (
            index / width % height, index % width, index / (height * width) * height * width
          )
          var sum: Float = 0
          for dy in -reach...reach {
            for dx in -reach...reach {
              let (row, column) = (y + dy, x + dx)
              guard (0..<height).contains(row), (0..<width).contains(column) else { continue }
              sum += values[start + row * width + column] * Float(dx + 2 * dy + 10)
            }
          }
          return sum
        })
    }
  }

  /// Tiles for RBDN are aligned with its pooling, and its reach is known.
  @Test(arguments: [RBDN.Hyperparameters.Upsampling.learned, .bilinear])
  func partsOfRBDNFitTogetherWithoutASeam(upsampling: RBDN.Hyperparameters.Upsampling) throws {
    var hyperparameters = RBDN.Hyperparameters()
    (hyperparameters.branches, hyperparameters.channels, hyperparameters.depth) = (2, 8, 2)
    hyperparameters.upsampling = upsampling
    #expect(hyperparameters.reach == 8 + 4 + 6 * (upsampling == .learned ? 4 : 5) + 7)
    let filter = try NetworkImageFilter(
      Architecture(hyperparameters), weights: RBDN(hyperparameters, seed: 4).parameters.snapshot(),
      path: "small")
    let image = Image(
      samples: TiledFilterTests.image(channels: 1, height: 150, width: 181))
    var denoiser = ImageDenoiser(ImageModel(name: "rbdn", filter: filter))
    let whole = try denoiser.denoisedBlocking(image).samples
    denoiser.tileSize = 64
    let parts = try denoiser.denoisedBlocking(image).samples
    let worst = zip(parts.values, whole.values).map { abs($0 - $1) }.max()!
    #expect(worst < 1e-4, "\(worst)")
    #expect(zip(whole.values, image.samples.values).contains { abs($0 - $1) > 0.1 })
  }

  /// Clips samples above 0.5.
  private struct Limit: ImageFilter {
    let channels = 1
    let reach = 0
    let alignment = 1

    func filter(_ image: Tensor) -> Tensor { image.clipped(to: -10...0.5) }
  }

  private static func limit(trainedOn degradation: Degradation) -> ImageModel {
    ImageModel(
      name: "limit", filter: Limit(),
      card: ModelCard(
        name: "limit", task: .denoising, architecture: .init(name: "none", hyperparameters: .null),
        degradation: degradation, recipe: "", steps: 0, data: "", dataLicense: ""))
  }

  private static let limitAt25 = limit(trainedOn: .gaussianNoise(sigma: 25))

  private func image(channels: Int) -> Image {
    Image(samples: TiledFilterTests.image(channels: channels, height: 70, width: 150))
  }

  @Test(arguments: [1, 3], [1, 3])
  func partsFitTogetherWithoutASeam(channels: Int, filterChannels: Int) throws {
    let filter = Window(channels: filterChannels)
    let image = image(channels: channels)
    var denoiser = ImageDenoiser(ImageModel(name: "window", filter: filter))
    let whole = try denoiser.denoisedBlocking(image)
    denoiser.tileSize = 64
    var shares: [Double] = []
    let parts = try denoiser.denoisedBlocking(image) { shares.append($0) }
    #expect(whole.samples.shape == image.samples.shape)
    #expect(byteMismatch(parts.samples, whole.samples) == nil)
    #expect(shares == shares.sorted() && shares.last == 1 && shares.count >= 6)
    if filterChannels == channels {
      #expect(byteMismatch(whole.samples, filter.filter(image.samples)) == nil)
    }
  }

  @Test func noiseIsScaledToTheModels() throws {
    let model = Self.limitAt25
    let image = Image(samples: Tensor(shape: [1, 1, 1, 3], values: [0.1, 0.6, 0.9]))
    #expect(try ImageDenoiser(model).denoisedBlocking(image).samples.values == [0.1, 0.5, 0.5])
    // At twice the noise, the filter gets all samples halved.
    let twice = try ImageDenoiser(model, sigma: 50).denoisedBlocking(image).samples.values
    #expect(twice == [0.1, 0.6, 0.9])
    // At half the noise, the filter gets all samples doubled. Below that, only a share of the change is
    // applied.
    let half = try ImageDenoiser(model, sigma: 12.5).denoisedBlocking(image).samples.values
    #expect(zip(half, [0.1, 0.25, 0.25]).allSatisfy { abs($0 - $1) < 1e-6 })
    let share: Float = 0.25 * 1.5 / (0.25 + 0.5)
    let quarter = try ImageDenoiser(model, sigma: 6.25).denoisedBlocking(image).samples.values
    let wanted = image.samples.values.map { $0 - share * max(0, $0 - 0.25) }
    #expect(zip(quarter, wanted).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  /// Within the noise levels of training nothing is scaled, whether the level is known or not.
  @Test func noiseOutOfAModelsRangeIsScaledIntoIt() throws {
    let model = Self.limit(trainedOn: .gaussianNoiseRange(sigma: 8...50))
    let image = Image(samples: Tensor(shape: [1, 1, 1, 3], values: [0.1, 0.6, 0.9]))
    func result(_ sigma: Float?) throws -> [Float] {
      try ImageDenoiser(model, sigma: sigma).denoisedBlocking(image).samples.values
    }
    func isClose(_ found: [Float], _ wanted: [Float]) -> Bool {
      zip(found, wanted).allSatisfy { abs($0 - $1) < 1e-6 }
    }
    for sigma in [nil, 8, 30, Float(50)] { #expect(try isClose(result(sigma), [0.1, 0.5, 0.5])) }
    #expect(try isClose(result(100), [0.1, 0.6, 0.9]))
    #expect(try isClose(result(4), [0.1, 0.25, 0.25]))
    #expect(try isClose(result(2), [0.1, 0.425, 0.575]))
  }

  /// If an image is large enough, the noise level is estimated.
  @Test func noiseThatNobodyKnowsIsEstimated() throws {
    let model = Self.limit(trainedOn: .gaussianNoiseRange(sigma: 8...50))
    var random = RandomNumbers(seed: 5)
    let image = random.normal(shape: [1, 3, 64, 64], standardDeviation: 80 / 255) + 0.5
    let estimate = try #require(NoiseEstimator().standardDeviation(of: image)) * 255
    #expect((75..<85).contains(estimate))
    let (found, wanted) = (
      try ImageDenoiser(model).denoised(image),
      try ImageDenoiser(model, sigma: Float(estimate)).denoised(image)
    )
    #expect(found.values == wanted.values)
    let unscaled = try ImageDenoiser(model, sigma: 30).denoised(image)
    #expect(found.values != unscaled.values)
  }

  @Test func opponentColors() {
    let image = TiledFilterTests.image(channels: 3, height: 9, width: 7)
    let planes = OpponentColors.planes(of: image)
    let back = OpponentColors.colors(of: planes)
    #expect(zip(back.values, image.values).allSatisfy { abs($0 - $1) < 2e-6 })
    for plane in planes {
      #expect(plane.values.allSatisfy { (-1e-6...1.000001).contains($0) })
    }
    // For gray, the first plane is the image. The others are 0.5, which means no color.
    let gray = TiledFilterTests.image(channels: 1, height: 9, width: 7)
    let parts = OpponentColors.planes(of: Tensor.joined([gray, gray, gray]))
    #expect(zip(parts[0].values, gray.values).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect((parts[1].values + parts[2].values).allSatisfy { abs($0 - 0.5) < 1e-6 })
    for (share, square) in zip(OpponentColors.noiseShares, [1.0 / 3, 1.0 / 2, 3.0 / 8]) {
      #expect(abs(Double(share * share) - square) < 1e-6)
    }
  }

  @Test func colorsAreSeenAsOpponentColors() throws {
    let image = image(channels: 3)
    let same = try ImageDenoiser(.unchanged, sigma: 25).denoisedBlocking(image)
    #expect(
      zip(same.samples.values, image.samples.values).allSatisfy { abs($0 - $1) < 2e-6 })
    // The filter clips the planes of opponent colors at 0.5.
    let limited = try ImageDenoiser(ImageModel(name: "limit", filter: Limit())).denoisedBlocking(
      image)
    let planes = OpponentColors.planes(of: limited.samples)
    #expect(planes.allSatisfy { $0.values.allSatisfy { $0 <= 0.500001 } })
  }

  @Test func equalColorsAreOneGrayImage() throws {
    let gray = image(channels: 1)
    let colors = Image(samples: Tensor.joined([gray.samples, gray.samples, gray.samples]))
    let denoiser = try ImageDenoiser(Self.limitAt25, sigma: 50)
    let expected = try denoiser.denoisedBlocking(gray).samples
    let result = try denoiser.denoisedBlocking(colors).samples
    for plane in result.split(counts: [1, 1, 1]) {
      #expect(byteMismatch(plane, expected) == nil)
    }
  }

  @Test func whatIsNoImageIsRefused() throws {
    let denoiser = ImageDenoiser(.unchanged)
    for sample in [Float.nan, .infinity, -300] {
      let image = Image(samples: Tensor(shape: [1, 1, 1, 2], values: [0.5, sample]))
      let failure = #expect(throws: Failure.self) {
        try denoiser.denoisedBlocking(image, subject: "a.pfm")
      }
      #expect(failure?.kind == .badData && failure?.subject == "a.pfm")
    }
  }

  @Test func theNearestNoiseIsTaken() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-pictures-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ file: String, _ name: String, _ degradation: Degradation) throws {
      try ImageNoiseModel.write(
        to: folder.appendingPathComponent("\(file).safetensors").path, name: name,
        degradation: degradation)
    }
    try write("a-sigma15", "a", .gaussianNoise(sigma: 15))
    try write("a-sigma25", "a", .gaussianNoise(sigma: 25))
    try write("b-blind", "b", .gaussianNoiseRange(sigma: 8...50))
    let shipped = ShippedWeights(folder: folder.path)
    for (sigma, name, variant) in [
      (Float(3), "a", "sigma15"), (20, "a", "sigma25"), (120, "a", "sigma25"), (30, "b", "blind"),
    ] {
      #expect(try shipped.imageEntry(name: name, sigma: sigma).variant == variant)
    }
    // Noise is weaker in the planes of opponent colors: 30 becomes about 19.
    #expect(try shipped.imageEntry(name: "a", sigma: 30, channels: 3).variant == "sigma15")
    #expect(try shipped.imageEntry(name: "a", sigma: 35, channels: 3).variant == "sigma25")
    #expect(try shipped.imageEntry(name: "b", sigma: nil).variant == "blind")
    #expect(try shipped.blindEntry()?.name == "b" && shipped.blindEntry(name: "b") != nil)
    #expect(try shipped.blindEntry(name: "a") == nil)
    for (name, sigma) in [("a", nil), ("c", Float(3))] {
      let failure = #expect(throws: Failure.self) {
        try shipped.imageEntry(name: name, sigma: sigma)
      }
      #expect(failure?.kind == .usage && failure?.wanted.contains("b, ") == true)
    }
    let model = try ModelCatalog().imageModel("\(folder.path)/a-sigma15.safetensors", sigma: nil)
    #expect(model.trainedSigmas == 15...15 && !model.isBlind)
  }
}
