import BurnishCore
import BurnishFilters
import BurnishImages
import BurnishTensors
import Foundation
import Testing

@Suite struct ScribblesTests {
  private let photo = Image(
    samples: Tensor(shape: [1, 1, 4, 6], values: (0..<24).map { Float($0) / 30 }))

  /// The photograph in three channels, with red at some pixels.
  private func drawn(_ pixels: [Int], alpha: [Float]? = nil) -> Image {
    var colors = photo.inRGB().samples.values
    for pixel in pixels {
      (colors[pixel], colors[24 + pixel], colors[48 + pixel]) = (0.9, 0.1, 0.1)
    }
    return Image(
      samples: Tensor(shape: [1, 3, 4, 6], values: colors),
      alpha: alpha.map { Tensor(shape: [1, 1, 4, 6], values: $0) })
  }

  @Test func strokesAreWhatDiffers() throws {
    var image = drawn([2, 9])
    // Rounding to 8 bits does not count as a stroke.
    image.samples = image.samples + 0.004
    let scribbles = try Scribbles(in: image, over: photo)
    #expect(scribbles.mask.values.indices.filter { scribbles.mask.values[$0] == 1 } == [2, 9])
    let red = rgbToChromaticity(Tensor(shape: [1, 3, 1, 1], values: [0.904, 0.104, 0.104])).values
    let colors = scribbles.chromaticity.values
    for index in 0..<24 {
      let isRed = index == 2 || index == 9
      #expect(abs(colors[index] - (isRed ? red[0] : 0)) < 1e-5)
      #expect(abs(colors[24 + index] - (isRed ? red[1] : 0)) < 1e-5)
    }
    // An alpha that is opaque everywhere has no effect.
    let opaque = try Scribbles(
      in: drawn([5], alpha: [Float](repeating: 1, count: 24)), over: photo)
    #expect(opaque.mask.values.indices.filter { opaque.mask.values[$0] == 1 } == [5])
  }

  /// The photograph's own alpha has no effect either.
  @Test func strokesOnATransparentPhotograph() throws {
    var photo = photo
    let alpha = (0..<24).map { Float($0) / 23 }
    photo.alpha = Tensor(shape: [1, 1, 4, 6], values: alpha)
    let scribbles = try Scribbles(in: drawn([4], alpha: alpha), over: photo)
    #expect(scribbles.mask.values.indices.filter { scribbles.mask.values[$0] == 1 } == [4])
  }

  /// On a transparent layer, even the photograph's own gray counts as a stroke.
  @Test func strokesOnALayerAreWhatIsOpaque() throws {
    var alpha = [Float](repeating: 0, count: 24)
    (alpha[1], alpha[2], alpha[3]) = (1, 0.6, 0.4)
    let scribbles = try Scribbles(in: drawn([2], alpha: alpha), over: photo)
    #expect(scribbles.mask.values.indices.filter { scribbles.mask.values[$0] == 1 } == [1, 2])
    #expect(abs(scribbles.chromaticity.values[1]) < 1e-5)
  }

  @Test func whatHoldsNoStrokesIsRefused() {
    for image in [drawn([]), drawn([3], alpha: [Float](repeating: 0.2, count: 24))] {
      let failure = #expect(throws: Failure.self) {
        try Scribbles(in: image, over: photo, subject: "marks.png")
      }
      #expect(failure?.kind == .badData && failure?.subject == "marks.png")
    }
    let small = Image(samples: Tensor(zeros: [1, 3, 2, 6]))
    let failure = #expect(throws: Failure.self) { try Scribbles(in: small, over: photo) }
    #expect(failure?.found.contains("6x2") == true && failure?.found.contains("6x4") == true)
  }

  @Test func reductionAveragesStrokesAlone() throws {
    var mask = [Float](repeating: 0, count: 24)
    var colors = [Float](repeating: 0.4, count: 48)
    // Two of the first block's four pixels, and one of the last block's.
    (mask[0], mask[7], mask[23]) = (1, 1, 1)
    (colors[0], colors[7], colors[23]) = (0.1, 0.3, -0.2)
    let reduced = try Scribbles(
      mask: Tensor(shape: [1, 1, 4, 6], values: mask),
      chromaticity: Tensor(shape: [1, 2, 4, 6], values: colors)
    ).reduced(by: 2)
    #expect(reduced.mask.values == [1, 0, 0, 0, 0, 1])
    let wanted: [Float] = [0.2, 0, 0, 0, 0, -0.2, 0.4, 0, 0, 0, 0, 0.4]
    #expect(zip(reduced.chromaticity.values, wanted).allSatisfy { abs($0 - $1) < 1e-6 })
    // The 2 rows and 3 columns make one whole block and one that is cut off at the right.
    let coarse = try reduced.reduced(by: 2)
    #expect(coarse.mask.values == [1, 1] && coarse.mask.shape == [1, 1, 1, 2])
    #expect(abs(coarse.chromaticity.values[1] + 0.2) < 1e-6)
  }

  // MARK: Soft edges and JPEG

  private static let (height, width) = (40, 60)
  /// A light and a dark stroke that touch each other, and a gray stroke.
  private static let strokes: [(rows: Range<Int>, columns: Range<Int>, color: [Float])] = [
    (4..<10, 6..<40, [0.2, 0.4, 0.9]), (10..<16, 6..<40, [0.8, 0.5, 0.5]),
    (29..<35, 10..<50, [0.4, 0.4, 0.4]),
  ]

  private static let ground = Tensor(
    shape: [1, 1, height, width],
    values: (0..<height * width).map { 0.6 + 0.1 * sin(Float($0 % width) / 5) })

  /// The photograph with strokes blurred by a box, and the strokes' opacity at each pixel.
  private static func drawn(reach: Int) -> (image: Image, opacity: [Float]) {
    var planes = Image(samples: ground).inRGB().samples.values
    var opacity = [Float](repeating: 0, count: height * width)
    let area = height * width
    for (rows, columns, color) in strokes {
      for pixel in 0..<area {
        var count = 0
        for y in -reach...reach {
          for x in -reach...reach
          where rows.contains(pixel / width + y) && columns.contains(pixel % width + x) {
            count += 1
          }
        }
        let share = Float(count) / Float((2 * reach + 1) * (2 * reach + 1))
        opacity[pixel] = max(opacity[pixel], share)
        for channel in 0..<3 {
          planes[channel * area + pixel] +=
            share * (color[channel] - planes[channel * area + pixel])
        }
      }
    }
    let rounded = planes.map { ($0 * 255).rounded() / 255 }
    return (Image(samples: Tensor(shape: [1, 3, height, width], values: rounded)), opacity)
  }

  @Test func hardStrokesAreTakenWhole() throws {
    let (image, opacity) = Self.drawn(reach: 0)
    let mask = try Scribbles(in: image, over: Image(samples: Self.ground)).mask
    #expect(mask.values == opacity)
  }

  @Test func softEdgesAreNoStrokes() throws {
    let (image, opacity) = Self.drawn(reach: 2)
    let mask = try Scribbles(in: image, over: Image(samples: Self.ground)).mask.values
    // Where strokes touch, their colors mix.
    let apart = opacity.indices.filter { !(7..<13).contains($0 / Self.width) }
    #expect(!apart.contains { opacity[$0] < 0.75 && mask[$0] == 1 })
    #expect(!apart.contains { opacity[$0] == 1 && mask[$0] == 0 })
  }

  @Test func whatJPEGLeavesIsNoStroke() throws {
    let image = Self.drawn(reach: 0).image
    let folder = FileManager.default.temporaryDirectory
    let path = folder.appendingPathComponent("burnish-strokes-\(UUID().uuidString).jpg").path
    try image.write(to: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let mask = try Scribbles(
      in: try Image.read(path), over: Image(samples: Self.ground), subject: "strokes"
    ).mask.values
    var random = RandomNumbers(seed: 6)
    let noise = random.normal(shape: image.samples.shape, standardDeviation: 1.5 / 255)
    let samples = (image.samples + noise).values.map { min(max($0, 0), 1) }
    let noisy = Image(samples: Tensor(shape: noise.shape, values: samples))
    let other = try Scribbles(in: noisy, over: Image(samples: Self.ground)).mask.values
    let isStroke = Self.drawn(reach: 0).opacity
    for mask in [mask, other] {
      let taken = mask.indices.filter { mask[$0] == 1 }
      #expect(taken.count > 100)
      #expect(taken.count { isStroke[$0] == 1 } > taken.count * 19 / 20)
    }
  }
}
