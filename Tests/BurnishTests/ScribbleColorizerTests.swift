import Burnish
import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishSolvers
import BurnishTensors
import Testing
import _TestSupport

/// A synthetic photograph: a disc on a background, with a ramp and some grain. Each of the two has a stroke
/// of color.
@Suite struct ScribbleColorizerTests {
  static let (width, height) = (94, 71)

  static func isDisc(_ x: Int, _ y: Int) -> Bool { distance(x, y) < 24 * 24 }

  static var photo: Image {
    var random = RandomNumbers(seed: 5)
    let values = (0..<width * height).map { index -> Float in
      let (x, y) = (index % width, index / width)
      let base: Float = isDisc(x, y) ? 0.65 : 0.25 + 0.1 * Float(x) / Float(width)
      return base + 0.003 * Float(random.uniform())
    }
    return Image(
      samples: Tensor(shape: [1, 1, height, width], values: values),
      alpha: random.uniform(shape: [1, 1, height, width]), sampleFormat: .uint16)
  }

  static let (orange, blue): ([Float], [Float]) = ([0.8, 0.6, 0.4], [0.25, 0.3, 0.5])

  /// The photograph with a stroke across the disc and one below it.
  static func drawn() -> Image {
    var colors = photo.inRGB().samples.values
    let area = width * height
    for (rows, columns, color) in [(34..<38, 40..<60, orange), (64..<68, 10..<80, blue)] {
      for y in rows {
        for x in columns {
          for channel in 0..<3 { colors[channel * area + y * width + x] = color[channel] }
        }
      }
    }
    return Image(samples: Tensor(shape: [1, 3, height, width], values: colors))
  }

  /// The squared distance from the disc's center.
  private static func distance(_ x: Int, _ y: Int) -> Int {
    (x - 50) * (x - 50) + (y - 36) * (y - 36)
  }

  /// The mean chromaticity within a region.
  private func mean(_ image: Image, _ region: (Int, Int) -> Bool) -> [Float] {
    let planes = rgbToChromaticity(image.samples).values
    let area = image.width * image.height
    let pixels = (0..<area).filter { region($0 % image.width, $0 / image.width) }
    return (0..<2).map { channel in
      pixels.reduce(0) { $0 + planes[channel * area + $1] } / Float(pixels.count)
    }
  }

  private func expectColors(
    _ image: Image, within tolerance: Float, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    // Leaves out pixels near the edge, which is less sharp if colors were spread at a lower resolution.
    let regions: [([Float], (Int, Int) -> Bool)] = [
      (Self.orange, { Self.distance($0, $1) < 18 * 18 }),
      (Self.blue, { Self.distance($0, $1) > 31 * 31 }),
    ]
    for (color, region) in regions {
      let wanted = rgbToChromaticity(Tensor(shape: [1, 3, 1, 1], values: color)).values
      for (value, wanted) in zip(mean(image, region), wanted) {
        #expect(abs(value - wanted) < tolerance, sourceLocation: sourceLocation)
      }
    }
  }

  private func expectLuma(
    _ image: Image, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let message = mismatch(
      rgbToGray(image.samples), ReferenceTensor(Self.photo.samples), Tolerance(absolute: 2e-6))
    #expect(message == nil, "\(message ?? "")", sourceLocation: sourceLocation)
    #expect(
      image.alpha?.values == Self.photo.alpha?.values && image.sampleFormat == .uint16,
      sourceLocation: sourceLocation)
  }

  @Test func atFullSize() throws {
    let result = try ScribbleColorizer().colorizedBlocking(Self.photo, scribbles: Self.drawn())
    #expect(result.width == Self.width && result.height == Self.height)
    #expect(result.spreading.termination == .converged && result.spreading.iterations > 1)
    expectLuma(result.image)
    expectColors(result.image, within: 0.03)
  }

  /// The sides are not multiples of 4, so the padding is removed again.
  @Test(arguments: ["bicubic", "guided", "fdkn"]) func atAQuarter(_ name: String) throws {
    let model = try ModelCatalog().jointModel(name, for: .upsampling(factor: 4))
    let result = try ScribbleColorizer(reduction: .init(factor: 4, model: model))
      .colorizedBlocking(Self.photo, scribbles: Self.drawn())
    #expect(result.width == 24 && result.height == 18)
    #expect(result.image.width == Self.width && result.image.height == Self.height)
    expectLuma(result.image)
    expectColors(result.image, within: 0.06)
  }

  @Test func badScribblesAreRefused() throws {
    let none = Image(samples: Self.photo.inRGB().samples)
    let other = Image(samples: Tensor(zeros: [1, 3, 71, 90]))
    for (image, mention) in [(none, "no pixel"), (other, "90x71")] {
      for reduction in [nil, try ScribbleColorizer.Reduction(factor: 4, model: .bicubic())] {
        let failure = #expect(throws: Failure.self) {
          try ScribbleColorizer(reduction: reduction)
            .colorizedBlocking(Self.photo, scribbles: image, subject: "marks.png")
        }
        #expect(failure?.kind == .badData && failure?.subject == "marks.png")
        #expect(failure?.found.contains(mention) == true, "\(failure?.found ?? "")")
      }
    }
  }
}
