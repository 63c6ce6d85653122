import Burnish
import BurnishCore
import BurnishData
import BurnishImages
import BurnishTensors
import Testing
import _TestSupport

@Suite struct DepthProtocolTests {
  @Test func nearestKeepsTheLastOfEachBlock() {
    let depth = Tensor(shape: [1, 1, 4, 6], values: (0..<24).map(Float.init))
    for depthProtocol in [DepthProtocol.djfNearest, .bmp3] {
      let low = depthProtocol.reduced(depth, factor: 2)
      #expect(low.shape == [1, 1, 2, 3])
      #expect(low.values == [7, 9, 11, 19, 21, 23])
    }
  }

  /// Samples are at the centers of their blocks. Before the first and after the last one, values are
  /// constant.
  @Test func bilinearEnlargementIsThatOfEveryDialect() {
    let step = DepthProtocol.bmp3.enlarged(
      Tensor(shape: [1, 1, 1, 2], values: [0, 8]), factor: 4)
    #expect(step.shape == [1, 1, 4, 8])
    #expect(step.values == (0..<4).flatMap { _ in [0, 0, 1, 3, 5, 7, 8, 8] as [Float] })
    let low = Tensor(
      shape: [1, 1, 5, 7], values: (0..<35).map { Float($0 &* 7919 % 251) })
    for factor in [3, 4, 8, 16] {
      let high = DepthProtocol.bmp3.enlarged(low, factor: factor)
      for dialect in ResamplingDialect.ofEverySize {
        let other = low.resized(
          height: 5 * factor, width: 7 * factor, kernel: .bilinear, dialect: dialect)
        #expect(zip(high.values, other.values).allSatisfy { abs($0 - $1) < 1e-3 }, "\(dialect)")
      }
    }
  }

  /// The protocol determines which samples remain. The weights determine how these are enlarged.
  @Test func weightsSeeTheEnlargementOfTheirTraining() {
    let depth = Tensor(
      shape: [1, 1, 8, 12], values: (0..<96).map { Float($0 &* 7919 % 251) / 251 })
    let low = DepthProtocol.bmp3.reduced(depth, factor: 4)
    let card = ModelCard(
      name: "trained", task: .depthUpsampling,
      architecture: .init(name: "", hyperparameters: .null),
      degradation: .upsampling(factor: 4, protocol: .djfNearest), recipe: "", steps: 1, data: "",
      dataLicense: "")
    let trained = JointModel(
      name: "trained", filter: IdentityFilter(), card: card, protocol: .djfNearest)
    #expect(
      trained.target(of: depth, under: .bmp3, factor: 4).values
        == DepthProtocol.djfNearest.enlarged(low, factor: 4).values)
    #expect(
      JointModel.bicubic(.djfNearest).target(of: depth, under: .bmp3, factor: 4).values
        == DepthProtocol.bmp3.enlarged(low, factor: 4).values)
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

  /// Linear and cubic kernels reproduce a ramp away from the borders, so a shift of the samples shows.
  @Test func rampsShowWhereSamplesLie() {
    let (factor, width) = (4, 64)
    let ramp = Tensor(
      shape: [1, 1, 32, width], values: (0..<32 * width).map { Float($0 % width) })
    for (depthProtocol, shift) in [
      (DepthProtocol.dknBicubic, Float(0)), (.djfNearest, 1.5), (.bmp3, 1.5),
    ] {
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
    #expect(DepthProtocol(rawValue: "bmp-3") == .bmp3)
    #expect(DepthProtocol.dknBicubic.border == 6 && DepthProtocol.djfNearest.border == 0)
    #expect(DepthProtocol.bmp3.border == 0 && DepthProtocol.bmp3.badPixelThreshold == 3)
    #expect(DepthProtocol.djfNearest.badPixelThreshold == nil)
  }
}
