import BurnishCore
import BurnishImages
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@testable import Burnish

@Suite struct ImageColorizerTests {
  /// A colorizer with initial weights.
  private func colorizer(
    _ output: ColorOutput, maximumSide: Int? = nil
  ) throws -> ImageColorizer {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-colorizer-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try ColorModel.write(to: path, output: output, maximumSide: maximumSide)
    return try ModelCatalog().colorizer(path)
  }

  private func photo(
    channels: Int, height: Int = 91, width: Int = 150, format: SampleFormat = .uint16
  ) -> Image {
    let levels = Float(format == .uint16 ? 65535 : 255)
    let samples = TiledFilterTests.image(channels: channels, height: height, width: width)
    var image = Image(
      samples: Tensor(
        shape: samples.shape, values: samples.values.map { ($0 * levels).rounded() / levels }),
      alpha: Tensor(repeating: 0.5, shape: [1, 1, height, width]), sampleFormat: format)
    image.colorProfile = [1, 2, 3]
    return image
  }

  @Test(arguments: ColorOutput.allCases, [(1, nil), (3, nil), (1, 60)])
  func whatIsNotColorStays(_ output: ColorOutput, _ way: (channels: Int, maximumSide: Int?))
    throws
  {
    let channels = way.channels
    let colorizer = try colorizer(output, maximumSide: way.maximumSide)
    #expect(colorizer.name == "small-\(output.rawValue)")
    for format in [SampleFormat.uint8, .uint16] {
      let photo = photo(channels: channels, format: format)
      let result = try colorizer.colorizedBlocking(photo)
      #expect(result.samples.shape == [1, 3, 91, 150])
      #expect(result.alpha?.values == photo.alpha?.values && result.sampleFormat == format)
      #expect((result.colorProfile != nil) == (channels == 3))
      let planes = result.samples.split(counts: [1, 1, 1])
      #expect(planes[0].values != planes[1].values)
      // After rounding to the file's format, the luma is within half a level. For 8-bit gray images it is the
      // same level.
      let levels = Float(format == .uint16 ? 65535 : 255)
      let stored = Tensor(
        shape: result.samples.shape,
        values: result.samples.values.map { ($0 * levels).rounded() / levels })
      let (after, before) = (rgbToGray(stored).values, photo.grayscale().samples.values)
      #expect(zip(after, before).allSatisfy { abs($0 - $1) * levels < 0.52 })
      if channels == 1, format == .uint8 {
        #expect(after.map { ($0 * levels).rounded() } == before.map { ($0 * levels).rounded() })
      }
      // Only the luma of a color image counts.
      let gray = try colorizer.colorizedBlocking(photo.grayscale())
      #expect(byteMismatch(gray.samples, result.samples) == nil)
    }
  }

  @Test(arguments: ColorOutput.allCases)
  func partsFitTogetherWithoutASeam(_ output: ColorOutput) throws {
    var colorizer = try colorizer(output)
    let photo = photo(channels: 1)
    let whole = try colorizer.colorizedBlocking(photo).samples
    colorizer.tileSize = 64
    var shares: [Double] = []
    let parts = try colorizer.colorizedBlocking(photo) { shares.append($0) }.samples
    let worst = zip(parts.values, whole.values).map { abs($0 - $1) }.max()!
    #expect(worst < 1e-3, "\(worst)")
    #expect(shares.last == 1 && shares.count == 6)
  }

  @Test(arguments: ColorOutput.allCases, [[1, 1], [1, 5], [6, 2]])
  func smallImagesAreTaken(_ output: ColorOutput, size: [Int]) throws {
    let photo = photo(channels: 1, height: size[0], width: size[1])
    #expect(try colorizer(output).colorizedBlocking(photo).samples.shape == [1, 3] + size)
  }

  @Test(arguments: ColorOutput.allCases)
  func largeImagesAreSeenReduced(_ output: ColorOutput) throws {
    let (whole, reduced) = (try colorizer(output), try colorizer(output, maximumSide: 75))
    // A smooth image of twice the size gets the colors of the small one, except for interpolation errors.
    let coarse = TiledFilterTests.image(channels: 1, height: 6, width: 9)
    let large = Image(samples: coarse.resizedBilinearly(height: 92, width: 150))
    let seen = Image(
      samples: large.samples.resized(height: 46, width: 75, kernel: .bicubic, dialect: .pillow))
    let result = try reduced.colorizedBlocking(large).samples
    #expect(result.shape == [1, 3, 92, 150])
    let (found, wanted) = (
      result.resized(height: 46, width: 75, kernel: .box, dialect: .pillow),
      try reduced.colorizedBlocking(seen).samples
    )
    let gray = Tensor.joined([seen.samples, seen.samples, seen.samples])
    let (error, color) = (
      (found - wanted).squared().preciseSum(), (wanted - gray).squared().preciseSum()
    )
    #expect(error < 0.05 * color, "\(error) \(color)")
    // A small image is not reduced, but this colorizer makes its colors follow its edges.
    let plain = try whole.colorizedBlocking(seen).samples
    #expect(plain.values != wanted.values)
  }

  @Test func whatIsForSomethingElseIsRefused() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("burnish-colorizer-\(UUID().uuidString).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try PairModel.write(to: path, inputChannels: 1, outputChannels: 3)
    let pairs = #expect(throws: Failure.self) { try ImageColorizer(contentsOf: path) }
    #expect(pairs?.kind == .badData && pairs?.found == "weights for regression")
    try ColorModel.write(to: path, output: .ycbcr)
    let mapper = #expect(throws: Failure.self) { try ImageMapper(contentsOf: path) }
    #expect(mapper?.found == "weights for colorization")
    let noise = #expect(throws: Failure.self) { try ImageModel(contentsOf: path) }
    #expect(noise?.found == "weights for colorization")
    let unknown = #expect(throws: Failure.self) { try ModelCatalog().colorizer("nobody") }
    #expect(unknown?.kind == .usage && unknown?.wanted.contains(".safetensors") == true)
    let samples = Image(
      samples: Tensor(shape: [1, 1, 1, 2], values: [0.5, -50]), sampleFormat: .float32)
    let failure = #expect(throws: Failure.self) {
      try colorizer(.lab).colorizedBlocking(samples, subject: "a.pfm")
    }
    #expect(failure?.kind == .badData && failure?.subject == "a.pfm")
  }

  @Test func cardsNameTheOutput() throws {
    for (output, side) in [(ColorOutput.ycbcr, nil), (.lab, nil), (.lab, 256)] {
      let degradation = Degradation.lostColors(output, maximumSide: side)
      let data = try JSONEncoder().encode(degradation)
      #expect(try JSONDecoder().decode(Degradation.self, from: data) == degradation)
      #expect(degradation.description == "the loss of colors (\(output.rawValue))")
      #expect(
        ModelCard.variant(of: .colorization, undoing: degradation) == "colorize-\(output.rawValue)")
    }
  }
}
