import BurnishFilters
import BurnishSolvers
import BurnishTensors
import Foundation
import Testing
import _TestSupport

/// Colorization, compared with a direct solver (`Scripts/golden/filters.py`), and the properties that it must
/// have.
@Suite struct ScribbleColorizationTests {
  private func golden(_ name: String) throws -> ReferenceTensor {
    try GoldenArrays.npy(
      Bundle.module.resourceURL!.appendingPathComponent("Golden/colorization-\(name).npy"))
  }

  private func scribbles() throws -> Scribbles {
    try Scribbles(
      mask: try golden("scribbled").tensor, chromaticity: try golden("chromaticity").tensor)
  }

  @Test func agreesWithSciPy() throws {
    var colorization = ScribbleColorization()
    colorization.solver.relativeTolerance = 1e-6
    var seen = 0
    let result = try colorization.spread(
      try scribbles(), over: try golden("luminance").tensor
    ) { seen = $0.iteration }
    #expect(result.termination == .converged && result.relativeResidual <= 1e-6)
    #expect((2...60).contains(result.iterations) && seen == result.iterations)
    let message = mismatch(
      result.chromaticity, try golden("result"), Tolerance(absolute: 2e-5))
    #expect(message == nil, "\(message ?? "")")
  }

  @Test func defaultsComeClose() throws {
    let result = try ScribbleColorization().spread(
      try scribbles(), over: try golden("luminance").tensor)
    let message = mismatch(
      result.chromaticity, try golden("result"), Tolerance(absolute: 5e-4))
    #expect(message == nil, "\(message ?? "")")
  }

  @Test func scribblesStayAndBoundTheRest() throws {
    let scribbles = try scribbles()
    let result = try ScribbleColorization().spread(scribbles, over: try golden("luminance").tensor)
    let (mask, colors) = (scribbles.mask.values, scribbles.chromaticity.values)
    let values = result.chromaticity.values
    for channel in 0..<2 {
      let plane = channel * mask.count..<(channel + 1) * mask.count
      let fixed = plane.filter { mask[$0 - plane.lowerBound] != 0 }
      #expect(fixed.allSatisfy { values[$0] == colors[$0] })
      let (least, greatest) = (fixed.map { colors[$0] }.min()!, fixed.map { colors[$0] }.max()!)
      #expect(plane.allSatisfy { (least - 1e-3...greatest + 1e-3).contains(values[$0]) })
    }
  }

  /// Two halves of different luminance have one scribble each. Each color stays on its side.
  @Test func colorStopsAtAnEdge() throws {
    let (height, width) = (40, 60)
    let luminance = Tensor(
      shape: [1, 1, height, width],
      values: (0..<height * width).map { $0 % width < 30 ? 0.2 : 0.8 })
    var (mask, colors) = (
      [Float](repeating: 0, count: height * width), [Float](repeating: 0, count: 2 * height * width)
    )
    for (place, color) in [(5 * width + 3, Float(0.3)), (30 * width + 50, -0.2)] {
      mask[place] = 1
      colors[place] = color
    }
    let result = try ScribbleColorization().spread(
      try Scribbles(
        mask: Tensor(shape: luminance.shape, values: mask),
        chromaticity: Tensor(shape: [1, 2, height, width], values: colors)),
      over: luminance)
    #expect(result.termination == .converged)
    for (index, value) in result.chromaticity.values.prefix(height * width).enumerated() {
      #expect(abs(value - (index % width < 30 ? 0.3 : -0.2)) < 0.03, "\(index)")
    }
    #expect(result.chromaticity.values.dropFirst(height * width).allSatisfy { $0 == 0 })
  }

  @Test func smallestImages() throws {
    for (height, width) in [(1, 1), (1, 2), (3, 1), (2, 2)] {
      var mask = [Float](repeating: 0, count: height * width)
      mask[0] = 1
      let result = try ScribbleColorization().spread(
        try Scribbles(
          mask: Tensor(shape: [1, 1, height, width], values: mask),
          chromaticity: Tensor(repeating: 0.25, shape: [1, 2, height, width])),
        over: Tensor(repeating: 0.5, shape: [1, 1, height, width]))
      #expect(result.termination == .converged)
      #expect(result.chromaticity.values.allSatisfy { abs($0 - 0.25) < 1e-5 })
    }
  }

  @Test func threadsDoNotMatter() throws {
    var random = RandomNumbers(seed: 3)
    let luminance = random.uniform(shape: [1, 1, 150, 170])
    var mask = [Float](repeating: 0, count: luminance.count)
    for index in stride(from: 7, to: mask.count, by: 911) { mask[index] = 1 }
    let scribbles = try Scribbles(
      mask: Tensor(shape: luminance.shape, values: mask),
      chromaticity: random.uniform(shape: [1, 2, 150, 170], in: -0.3..<0.3))
    let one = try withThreadCount(1) {
      try ScribbleColorization().spread(scribbles, over: luminance)
    }
    for threads in [2, 3] {
      let more = try withThreadCount(threads) {
        try ScribbleColorization().spread(scribbles, over: luminance)
      }
      #expect(byteMismatch(more.chromaticity, one.chromaticity) == nil)
    }
  }
}
