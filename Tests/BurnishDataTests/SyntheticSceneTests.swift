import BurnishData
import BurnishTensors
import Testing
import _TestSupport

@Suite struct SyntheticSceneTests {
  static let view = SyntheticScene().view(width: 160, height: 120)

  @Test func depthIsThatOfTheGeometry() {
    let depth = Self.view.depth.values
    // The field of view is 60 degrees, so the slope of a pixel's ray to the right is (x - 80) / 138.564.
    let focalLength = 80 / 0.577350269
    // The back wall, at 4.2 m, above the table.
    #expect(abs(depth[30 * 160 + 60] - 4200) < 0.01)
    // The floor, 1.15 m below the camera, in the lowest row.
    let y = (119.5 - 60) / focalLength
    #expect(abs(Double(depth[119 * 160 + 85]) - 1150 / y) < 0.1)
    // The left wall, 1.9 m to the left.
    let x = (0.5 - 80) / focalLength
    #expect(abs(Double(depth[20 * 160]) - -1900 / x) < 0.1)
    #expect(depth.allSatisfy { $0 > 1000 && $0 <= 4200.1 })
  }

  @Test func colorsAreInRangeAndTellObjectsApart() {
    let colors = Self.view.color.values
    #expect(Self.view.color.shape == [1, 3, 120, 160])
    #expect(colors.allSatisfy { $0 >= 0 && $0 <= 1 })
    let mean = colors.reduce(0, +) / Float(colors.count)
    let variance = colors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(colors.count)
    #expect(variance > 0.02)
  }

  @Test func threadsDoNotMatter() {
    let alone = withThreadCount(1) { SyntheticScene().view(width: 64, height: 48) }
    let together = withThreadCount(3) { SyntheticScene().view(width: 64, height: 48) }
    #expect(alone.depth.values == together.depth.values)
    #expect(alone.color.values == together.color.values)
  }
}
