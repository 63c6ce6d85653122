import Burnish
import BurnishFilters
import BurnishImages
import BurnishTensors
import Foundation
import Testing

@Suite struct PrintRasterTests {
  /// Round dots in a square grid, larger where the tone is darker.
  static func dots(
    _ side: Int, period: Double, degrees: Double, tone: (Int, Int) -> Double
  ) -> Image {
    let (cosine, sine) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
    let fine = 5
    let values = (0..<side * side).map { index -> Float in
      var light = 0
      for point in 0..<fine * fine {
        let x = Double(index % side) + (Double(point % fine) + 0.5) / Double(fine)
        let y = Double(index / side) + (Double(point / fine) + 0.5) / Double(fine)
        let (u, v) = (x * cosine + y * sine, y * cosine - x * sine)
        let height = (cos(2 * .pi * u / period) + cos(2 * .pi * v / period)) / 4 + 0.5
        if tone(index % side, index / side) > height { light += 1 }
      }
      return Float(light) / Float(fine * fine)
    }
    return Image(samples: Tensor(shape: [1, 1, side, side], values: values))
  }

  private static func scene(_ x: Int, _ y: Int) -> Double {
    0.5 + 0.2 * sin(Double(x) / 17) * cos(Double(y) / 23)
  }

  @Test(arguments: [(8.0, 45.0, 2), (10, 45, 2), (10, 15, 2), (12, 0, 2), (16, 75, 3), (20, 30, 4)])
  func dotsHaveAPeriod(period: Double, degrees: Double, reduction: Int) throws {
    let image = Self.dots(200, period: period, degrees: degrees, tone: Self.scene)
    let raster = try #require(PrintRaster(in: image))
    #expect(abs(raster.period - period) < 0.05 * period)
    #expect(raster.reduction == reduction)
  }

  @Test func fineDotsNeedNoReduction() {
    for period in [3.0, 4, 5, 7] {
      let image = Self.dots(160, period: period, degrees: 45, tone: Self.scene)
      let raster = PrintRaster(in: image)
      #expect(raster?.reduction ?? 1 == 1, "\(period): \(raster?.period ?? 0)")
    }
  }

  @Test func otherImagesHaveNoRaster() {
    func image(_ side: Int, _ value: (Int, Int) -> Double) -> Image {
      let values = (0..<side * side).map { Float(value($0 % side, $0 / side)) }
      return Image(samples: Tensor(shape: [1, 1, side, side], values: values))
    }
    var random = RandomNumbers(seed: 2)
    let noise = random.uniform(shape: [1, 1, 160, 160])
    #expect(PrintRaster(in: Image(samples: noise)) == nil)
    #expect(PrintRaster(in: image(160, Self.scene)) == nil)
    // Stripes repeat in one direction only.
    #expect(PrintRaster(in: image(160) { x, y in sin(Double(x + y) / 2) * 0.3 + 0.5 }) == nil)
    // Blocks as in JPEG files.
    #expect(
      PrintRaster(in: image(160) { x, y in Double((x / 8 * 7 + y / 8 * 13) % 5) / 20 + 0.4 })
        == nil)
    #expect(PrintRaster(in: image(20, Self.scene)) == nil)
    #expect(PrintRaster(in: image(100) { _, _ in 0.5 }) == nil)
  }

  /// A filter with this reach removes coarse dots only if the image is reduced.
  @Test func coarseDotsAreSmoothedAtASmallerSize() throws {
    let side = 160
    let image = Self.dots(side, period: 12, degrees: 45, tone: Self.scene)
    func error(_ reduction: Int?) throws -> Double {
      var smoother = try TextureSmoother(GuidedFilter(radius: 3, epsilon: 0.2))
      smoother.reduction = reduction
      let result = try smoother.smoothedBlocking(image).samples
      let wanted = (0..<side * side).map { Float(Self.scene($0 % side, $0 / side)) }
      // The tones avoid black and white, because the tone curve of the dots is not linear.
      let inner = (result - Tensor(shape: result.shape, values: wanted)).cropped(
        rows: 20..<140, columns: 20..<140)
      return (inner.dot(inner) / Double(inner.count)).squareRoot()
    }
    #expect(try error(nil) == error(2))
    #expect(try error(nil) < 0.6 * error(1))
    #expect(
      try TextureSmoother(GuidedFilter(radius: 3)).smoothedBlocking(image).samples.shape
        == image.samples.shape)
  }
}
