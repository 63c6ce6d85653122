import BurnishTensors
import Testing

@testable import BurnishInverse

/// The parts of an image that have something to restore.
@Suite struct StructureTests {
  /// Structure has a share of exactly 1, which decreases smoothly toward flat areas.
  @Test func structureIsFoundWhereItIs() {
    let (height, width) = (40, 80)
    var values = [Float](repeating: 0.5, count: height * width)
    for row in 0..<height {
      for column in 0..<10 { values[row * width + column] = (row + column) % 2 == 0 ? 0.4 : 0.6 }
    }
    let found = structure(of: Tensor(shape: [1, 1, height, width], values: values))
    func share(_ column: Int) -> Float { found.values[20 * width + column] }
    // The window of 17 columns reaches 8 columns farther, and the mean of 9 columns reaches 4 more.
    for column in 0..<width {
      #expect(share(column) == (column < 14 ? 1 : column > 21 ? 0 : share(column)))
      if column > 0 { #expect(share(column - 1) - share(column) <= 0.12) }
    }
    #expect(share(13) == 1 && share(22) == 0)
  }

  /// A difference of one level is rounding, and four levels are structure. The share increases between them.
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
