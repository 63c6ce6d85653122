import BurnishModels
import BurnishNetworks
import BurnishTensors
import Testing
import _TestSupport

@Suite("DKN in one pass")
struct DKNTests {
  private func makeNetwork(_ change: (inout DKN.Hyperparameters) -> Void = { _ in }) throws -> DKN {
    var hyperparameters = DKN.Hyperparameters()
    hyperparameters.channels = [16, 16, 16, 16, 32, 16, 16]
    change(&hyperparameters)
    let network = DKN(hyperparameters, seed: 3)
    var random = RandomNumbers(seed: 4)
    // Statistics as after training, different in each layer.
    var values = network.parameters.snapshot()
    for buffer in network.parameters.buffers {
      let isMean = buffer.path.hasSuffix("running_mean")
      values[buffer.path] = random.uniform(
        shape: buffer.shape, in: isMean ? -0.2..<0.2 : 0.3..<2)
    }
    try network.parameters.load(values, from: "the test")
    return network
  }

  private func pair(_ height: Int, _ width: Int, images: Int = 1) -> (target: Tensor, guide: Tensor)
  {
    var random = RandomNumbers(seed: 5)
    return (
      random.uniform(shape: [images, 1, height, width]),
      random.uniform(shape: [images, 3, height, width])
    )
  }

  @Test(
    "The result equals that of 16 shifted passes",
    arguments: [(1, 1), (3, 5), (4, 4), (9, 14), (2, 17), (18, 7)])
  func equalsShiftAndStitch(_ height: Int, _ width: Int) throws {
    let network = try makeNetwork()
    let (target, guide) = pair(height, width, images: height == 9 ? 2 : 1)
    let expected = ShiftAndStitch(network)(ReferenceTensor(target), guide: ReferenceTensor(guide))
    let tolerance = Tolerance(absolute: 1e-5)
    let found = network.filter(target, guide: guide)
    #expect(mismatch(found, expected, tolerance) == nil)
    let tape = Tape(mode: .inference)
    let plain = network(tape.constant(target), guide: tape.constant(guide)).value
    #expect(mismatch(plain, expected, tolerance) == nil)
    #expect(mismatch(network(target, guide: guide), expected, tolerance) == nil)
  }

  /// An image of this size is computed in bands of rows.
  @Test func bandsFitTogether() throws {
    let network = try makeNetwork { $0.channels = [8, 8, 8, 8, 8, 8, 8] }
    let (target, guide) = pair(70, 1640)
    let found = network.filter(target, guide: guide)
    let tape = Tape(mode: .inference)
    let plain = network(tape.constant(target), guide: tape.constant(guide)).value
    #expect(mismatch(found, ReferenceTensor(plain), Tolerance(absolute: 1e-5)) == nil)
  }

  @Test("All variants agree", arguments: KernelSource.all, [KernelOffsets.learned, .none])
  func variantsEqualShiftAndStitch(_ source: KernelSource, _ offsets: KernelOffsets) throws {
    let network = try makeNetwork {
      ($0.kernelSource, $0.offsets, $0.kernelSize, $0.residual) = (source, offsets, 5, false)
    }
    let (target, guide) = pair(6, 9)
    let expected = ShiftAndStitch(network)(ReferenceTensor(target), guide: ReferenceTensor(guide))
    let found = network.filter(target, guide: guide)
    #expect(mismatch(found, expected, Tolerance(absolute: 1e-5)) == nil)
  }

  @Test func latticesHavePartsOfTheWhole() throws {
    let network = try makeNetwork()
    let (target, guide) = pair(11, 10, images: 2)
    let tape = Tape(mode: .inference)
    let images = (tape.constant(target), tape.constant(guide))
    let whole = network(images.0, guide: images.1).value
    for lattice in [PixelLattice.everyPixel] + PixelLattice.all(stride: 4) {
      let part = network(images.0, guide: images.1, at: lattice).value
      #expect(
        mismatch(part, ReferenceTensor(whole.picked(at: lattice)), .init(absolute: 1e-5)) == nil)
    }
  }

  /// A loss on one lattice has the same gradients as a loss on all pixels that selects the lattice.
  @Test func gradientsOfLatticesAreThoseOfTheWhole() throws {
    let network = try makeNetwork()
    let (target, guide) = pair(8, 9)
    let lattice = PixelLattice(stride: 4, row: 2, column: 3)
    func gradients(_ output: (Tape) -> Variable) throws -> [Tensor] {
      let tape = Tape(mode: .inference)
      tape.backward(from: output(tape).squared().sum())
      return try network.parameters.trainable.map { try #require(tape.gradient(of: $0)) }
    }
    let part = try gradients {
      network($0.constant(target), guide: $0.constant(guide), at: lattice)
    }
    let whole = try gradients {
      network($0.constant(target), guide: $0.constant(guide)).picked(at: lattice)
    }
    for (parameter, (found, expected)) in zip(network.parameters.trainable, zip(part, whole)) {
      let expected = ReferenceTensor(expected)
      #expect(
        mismatch(found, expected, .init(absolute: 1e-4 * expected.magnitude + 1e-6)) == nil,
        "\(parameter.path)")
    }
  }

  @Test func theSameBytesOnAnyNumberOfThreads() throws {
    let network = try makeNetwork()
    let (target, guide) = pair(40, 52)
    let results = [1, 2, 3].map { threads in
      withThreadCount(threads) { network.filter(target, guide: guide) }
    }
    #expect(byteMismatch(results[1], results[0]) == nil)
    #expect(byteMismatch(results[2], results[0]) == nil)
  }
}

extension KernelSource {
  static let all: [KernelSource] = [.both, .guide, .target]
}
