import Burnish
import BurnishTensors
import Testing

@Suite struct DepthProtocolTests {
  @Test func nearestKeepsTheLastOfEachBlock() {
    let depth = Tensor(shape: [1, 1, 4, 6], values: (0..<24).map(Float.init))
    let low = DepthProtocol.djfNearest.reduced(depth, factor: 2)
    #expect(low.shape == [1, 1, 2, 3])
    #expect(low.values == [7, 9, 11, 19, 21, 23])
  }

  @Test(arguments: DepthProtocol.allCases, [2, 4, 8, 16])
  func constantsStay(_ depthProtocol: DepthProtocol, factor: Int) {
    let depth = Tensor(repeating: 3.25, shape: [1, 1, 32, 48])
    let low = depthProtocol.reduced(depth, factor: factor)
    #expect(low.shape == [1, 1, 32 / factor, 48 / factor])
    let high = depthProtocol.enlarged(low, factor: factor)
    #expect(high.shape == depth.shape)
    #expect(high.values.allSatisfy { abs($0 - 3.25) < 1e-5 })
  }

  /// Bicubic kernels reproduce straight lines away from the borders; the position of the samples
  /// shows.
  @Test func rampsShowWhereSamplesLie() {
    let (factor, width) = (4, 64)
    let ramp = Tensor(
      shape: [1, 1, 32, width], values: (0..<32 * width).map { Float($0 % width) })
    for (depthProtocol, shift) in [(DepthProtocol.dknBicubic, Float(0)), (.djfNearest, 1.5)] {
      let high = depthProtocol.enlarged(
        depthProtocol.reduced(ramp, factor: factor), factor: factor)
      for x in 20..<width - 20 {
        #expect(abs(high.values[16 * width + x] - Float(x) - shift) < 1e-4)
      }
    }
  }

  @Test func namesAreTheProtocolsOwn() {
    #expect(DepthProtocol(rawValue: "dkn-bicubic") == .dknBicubic)
    #expect(DepthProtocol(rawValue: "djf-nearest") == .djfNearest)
    #expect(DepthProtocol.dknBicubic.border == 6 && DepthProtocol.djfNearest.border == 0)
  }
}
