import BurnishImages
import BurnishTensors
import Testing
import _TestSupport

@testable import Burnish

/// Pictures of one color, of which there is nothing to restore.
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
    let restorer = PictureRestorer(prior: try .named())
    let steps = [DegradationStep.reduction(factor: 2)]
    let enlarged = try restorer.restored(image) {
      try .composed($0, of: steps, sigma: 0, subject: "flat")
    }.image
    let expected = Self.flat(color, height: 2 * size.height, width: 2 * size.width).samples
    let found = mismatch(
      enlarged.samples, ReferenceTensor(expected), Tolerance(absolute: 0.2 / 255))
    #expect(found == nil, "\(found ?? "")")
  }

  @Test func aBlurOfOneColorIsThatColor() throws {
    let image = Self.flat([1, 0.9, 0], height: 30, width: 24)
    let restored = try PictureRestorer(prior: .named()).restored(image) {
      .deblurring($0, kernel: .gaussian(standardDeviation: 1.5), border: .valid, sigma: 2)
    }.image
    #expect(
      mismatch(restored.samples, ReferenceTensor(image.samples), Tolerance(absolute: 0.2 / 255))
        == nil)
  }

  /// Structure is left to the prior to the bit, and ends in no edge.
  @Test func structureIsFoundWhereItIs() {
    let (height, width) = (40, 80)
    var values = [Float](repeating: 0.5, count: height * width)
    for row in 0..<height {
      for column in 0..<10 { values[row * width + column] = (row + column) % 2 == 0 ? 0.4 : 0.6 }
    }
    let found = structure(of: Tensor(shape: [1, 1, height, width], values: values))
    func share(_ column: Int) -> Float { found.values[20 * width + column] }
    // The window of 17 columns reaches 8 beyond, and the mean of 9 columns 4.
    for column in 0..<width {
      #expect(share(column) == (column < 14 ? 1 : column > 21 ? 0 : share(column)))
      if column > 0 { #expect(share(column - 1) - share(column) <= 0.12) }
    }
    #expect(share(13) == 1 && share(22) == 0)
  }

  /// A level of rounding is no structure, three are; those between are a share.
  @Test(arguments: [(1, 0), (2, 0.475), (3, 0.975), (4, 1)] as [(Float, Float)])
  func roundingIsNoStructure(levels: Float, share: Float) {
    let values = (0..<900).map { Float($0 % 2) * levels / 255 }
    let found = structure(of: Tensor(shape: [1, 1, 30, 30], values: values))
    #expect(found.values.allSatisfy { abs($0 - share) < 1e-4 })
  }

  @Test func fewerSamplesThanAWindowAreCompared() {
    let found = structure(of: Tensor(shape: [1, 1, 1, 2], values: [0, 1]))
    #expect(found.values == [1, 1])
  }
}
