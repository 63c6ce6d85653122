import BurnishNetworks
import BurnishTensors
import Testing

@testable import BurnishModels

/// The kernels that networks report, compared with the networks' results.
@Suite struct PixelKernelTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let network: @Sendable () -> any JointNetwork
    var testDescription: String { name }
  }

  static func fdkn(_ change: (inout FDKN.Hyperparameters) -> Void = { _ in }) -> any JointNetwork {
    var hyperparameters = FDKN.Hyperparameters()
    hyperparameters.channels = [4, 6, 4, 8, 4, 8]
    change(&hyperparameters)
    return FDKN(hyperparameters, seed: 5)
  }

  static func dkn(_ change: (inout DKN.Hyperparameters) -> Void = { _ in }) -> any JointNetwork {
    var hyperparameters = DKN.Hyperparameters()
    hyperparameters.channels = [4, 4, 6, 4, 8, 4, 8]
    change(&hyperparameters)
    return DKN(hyperparameters, seed: 5)
  }

  static let cases = [
    Case(name: "FDKN") { fdkn() },
    Case(name: "FDKN without residual") { fdkn { $0.residual = false } },
    Case(name: "FDKN 5x5, narrow window") { fdkn { ($0.kernelSize, $0.windowRadius) = (5, 3) } },
    Case(name: "FDKN without offsets") { fdkn { $0.offsets = .none } },
    Case(name: "FDKN from a gray guide alone") {
      fdkn { ($0.guide, $0.kernelSource) = (.gray, .guide) }
    },
    Case(name: "DKN") { dkn() },
    Case(name: "DKN without residual") { dkn { $0.residual = false } },
    Case(name: "DKN from the target alone") { dkn { $0.kernelSource = .target } },
  ]

  @Test(arguments: cases) func kernelsGiveTheNetworksResult(_ golden: Case) throws {
    let network = golden.network()
    // Initial offsets are small. After scaling, some would leave the window.
    var tensors = network.parameters.snapshot()
    for (path, tensor) in tensors where path.contains("offset") { tensors[path] = tensor * 60 }
    try network.parameters.load(tensors, from: "scaled")
    var numbers = RandomNumbers(seed: 9)
    let target = numbers.uniform(shape: [1, 1, 18, 23])
    let guide = numbers.uniform(shape: [1, 3, 18, 23])
    let predicting = try #require(network as? any KernelPredicting)
    let result = predicting.filter(target, guide: guide).values
    var (least, greatest): (Float, Float) = (0, 0)
    for (x, y) in [(0, 0), (22, 17), (22, 0), (3, 4), (4, 3), (9, 7), (10, 10), (11, 13), (5, 14)] {
      let kernel = predicting.kernel(target, guide: guide, x: x, y: y)
      #expect(abs(kernel.applied(to: target, x: x, y: y) - result[y * 23 + x]) < 1e-5)
      let sum = kernel.taps.reduce(0) { $0 + $1.weight }
      #expect(abs(sum - (kernel.residual ? 0 : 1)) < 1e-5)
      let map = kernel.weightMap()
      #expect(map.shape[2] == 2 * kernel.windowRadius + 1)
      #expect(abs(map.values.reduce(0, +) - sum) < 1e-5)
      for tap in kernel.taps {
        least = min(least, tap.x, tap.y)
        greatest = max(greatest, tap.x, tap.y)
        #expect(abs(tap.x) <= Float(kernel.windowRadius))
        #expect(abs(tap.y) <= Float(kernel.windowRadius))
      }
    }
    if !golden.name.contains("without offsets") {
      #expect(least < -1.5 && greatest > 1.5, "the taps hardly moved: \(least)...\(greatest)")
    }
  }

  @Test func aWeightIsSharedOutAmongFourPixels() {
    let kernel = PixelKernel(
      taps: [.init(x: 0.25, y: -0.5, weight: 2), .init(x: 1, y: 1, weight: -1)], residual: true,
      windowRadius: 1, border: .zero)
    #expect(kernel.weightMap().values == [0, 0.75, 0.25, 0, 0.75, 0.25, 0, 0, -1])
    let target = Tensor(shape: [1, 1, 2, 2], values: [1, 2, 4, 8])
    #expect(kernel.applied(to: target, x: 0, y: 0) == 1 + 0.75 * 1 + 0.25 * 2 - 8)
    #expect(kernel.applied(to: target, x: 1, y: 1) == 8 + 0.75 * 2 + 0.75 * 8)
  }
}
