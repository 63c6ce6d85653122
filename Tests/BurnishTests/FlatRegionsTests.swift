import Burnish
import BurnishImages
import BurnishTensors
import Testing
import _TestSupport

/// Images of one color, which have nothing to restore.
@Suite struct FlatRegionsTests {
  private static func flat(_ color: [Float], height: Int, width: Int) -> Image {
    Image(
      samples: Tensor(
        shape: [1, 3, height, width],
        values: color.flatMap { Array(repeating: $0, count: height * width) }))
  }

  @Test(
    arguments: [[1, 0, 0], [0, 0, 1], [0.2, 0.6, 0.1], [1, 1, 1], [0, 0, 0]] as [[Float]],
    [(24, 30), (1, 1), (1, 20), (7, 3)])
  func oneColorStaysThatColor(color: [Float], size: (height: Int, width: Int)) throws {
    let image = Self.flat(color, height: size.height, width: size.width)
    let restorer = ImageRestorer(try NamedSolver.named().solver)
    let steps = [DegradationStep.reduction(factor: 2)]
    let enlarged = try restorer.restoredBlocking(image) { (samples) throws(Failure) in
      try .composed(samples, of: steps, sigma: 0, subject: "flat")
    }.image
    let expected = Self.flat(color, height: 2 * size.height, width: 2 * size.width).samples
    let found = mismatch(
      enlarged.samples, ReferenceTensor(expected), Tolerance(absolute: 0.2 / 255))
    #expect(found == nil, "\(found ?? "")")
  }

  @Test func aBlurOfOneColorIsThatColor() throws {
    let image = Self.flat([1, 0.9, 0], height: 30, width: 24)
    let restored = try ImageRestorer(NamedSolver.named().solver).restoredBlocking(image) {
      try .deblurring($0, kernel: .gaussian(standardDeviation: 1.5), border: .valid, sigma: 2)
    }.image
    #expect(
      mismatch(restored.samples, ReferenceTensor(image.samples), Tolerance(absolute: 0.2 / 255))
        == nil)
  }
}
