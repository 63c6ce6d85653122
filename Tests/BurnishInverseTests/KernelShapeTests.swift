import BurnishInverse
import BurnishTensors
import Foundation
import Testing

@Suite struct KernelShapeTests {
  /// A pixel's weight is the share of a fine grid's points that lie in the disk.
  @Test(arguments: [0.1, 0.4, 0.5, 1, 2.5, 4.2]) func disksAreAreas(radius: Double) throws {
    let kernel = try BlurKernel.disk(radius: radius)
    let (side, fine) = (kernel.width, 200)
    #expect(kernel.height == side && side == 2 * Int((radius + 0.5 - 1e-9).rounded(.down)) + 1)
    for (index, weight) in kernel.weights.values.enumerated() {
      var inside = 0
      for point in 0..<fine * fine {
        let x = Double(index % side - side / 2) + (Double(point % fine) + 0.5) / Double(fine) - 0.5
        let y = Double(index / side - side / 2) + (Double(point / fine) + 0.5) / Double(fine) - 0.5
        if x * x + y * y <= radius * radius { inside += 1 }
      }
      let share = Double(inside) / Double(fine * fine) / (.pi * radius * radius)
      #expect(abs(Double(weight) - share) < 0.002 / (radius * radius))
    }
  }

  @Test func motionsAreLines() throws {
    let flat = try BlurKernel.motion(length: 5, angle: 0)
    #expect(
      flat.weights.shape == [1, 5] && flat.weights.values.allSatisfy { abs($0 - 0.2) < 1e-6 })
    #expect(try BlurKernel.motion(length: 5, angle: 90).weights.shape == [5, 1])
    #expect(try BlurKernel.motion(length: 1, angle: 30).weights.values == [1])
    // Each end covers half a pixel: the segment of length 3 reaches from -1.5 to 1.5.
    let even = try BlurKernel.motion(length: 4, angle: 180).weights
    #expect(even.shape == [1, 5])
    #expect(zip(even.values, [0.125, 0.25, 0.25, 0.25, 0.125]).allSatisfy { abs($0 - $1) < 1e-6 })
    // Angles count counterclockwise, so the line rises to the right. The distance from the diagonal is 0 on
    // it and 1/√2 beside it.
    let diagonal = try BlurKernel.motion(length: 1 + 2 * 2.0.squareRoot(), angle: 45).weights
    let beside = Float(1 - 0.5.squareRoot())
    let sum = 3 + 4 * beside
    #expect(diagonal.shape == [3, 3])
    let wanted: [Float] = [0, beside, 1, beside, 1, beside, 1, beside, 0]
    #expect(zip(diagonal.values, wanted).allSatisfy { abs($0 - $1 / sum) < 1e-6 })
  }
}
