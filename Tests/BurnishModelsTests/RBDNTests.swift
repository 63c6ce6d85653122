import BurnishModels
import BurnishNetworks
import BurnishTensors
import Foundation
import Testing
import _TestSupport

@Suite("RBDN")
struct RBDNTests {
  /// A case of Scripts/golden/models.py, which uses PyTorch's transposed convolutions.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    var isSquaredLoss = true
    let change: @Sendable (inout RBDN.Hyperparameters) -> Void

    var testDescription: String { name }

    var model: RBDN {
      RBDNTests.model {
        ($0.inputChannels, $0.outputChannels) = (3, 3)
        change(&$0)
      }
    }
  }

  static let cases = [
    Case(name: "rbdn-plain") { ($0.branches, $0.channels) = (0, 16) },
    Case(name: "rbdn-branched") {
      ($0.branches, $0.channels, $0.depth, $0.residual) = (3, 16, 3, true)
    },
    Case(name: "rbdn-bilinear") {
      ($0.branches, $0.channels, $0.depth) = (2, 8, 3)
      ($0.outputChannels, $0.upsampling) = (2, .bilinear)
    },
    Case(name: "rbdn-rearranged") {
      ($0.branches, $0.channels, $0.depth) = (1, 16, 3)
      ($0.halving, $0.residual) = (.rearrangement, true)
    },
    Case(name: "rbdn-linear", isSquaredLoss: false) {
      ($0.branches, $0.channels, $0.depth, $0.concatenation) = (2, 8, 3, false)
    },
  ]

  static func model(
    seed: UInt64 = 5, _ change: (inout RBDN.Hyperparameters) -> Void
  ) -> RBDN {
    var hyperparameters = RBDN.Hyperparameters()
    change(&hyperparameters)
    return RBDN(hyperparameters, seed: seed)
  }

  @Test(arguments: cases) func inferenceAgreesWithTheTwin(_ testCase: Case) throws {
    let golden = try GoldenCase(testCase.name)
    let model = testCase.model
    try model.parameters.load(golden.weights, from: golden.name)
    let (image, expected) = (try golden["inference.image"], try golden["inference.output"])
    GoldenCase.expectClose(
      model(Tape(mode: .inference).constant(image)).value, expected, absolute: 1e-4, "on a tape")
    GoldenCase.expectClose(model(image), expected, absolute: 1e-4, "folded")
  }

  @Test(arguments: cases) func gradientsAgreeWithTheTwin(_ testCase: Case) throws {
    let model = testCase.model
    try GoldenCase(testCase.name).checkTraining(
      of: model.parameters, inputs: ["image"],
      loss: { testCase.isSquaredLoss ? l2Loss($0, target: $1) : l1Loss($0, target: $1) },
      forward: { model($0[0]) })
  }

  /// If the size is not a multiple of the block, the result is that of the image mirrored at its borders.
  @Test(arguments: [[1, 1], [1, 9], [7, 1], [33, 20], [16, 32]], 0...4)
  func anySizeIsTaken(size: [Int], branches: Int) {
    var random = RandomNumbers(seed: 2)
    let image = random.uniform(shape: [1, 1] + size)
    let model = Self.model {
      ($0.branches, $0.channels, $0.depth) = (branches, 8, 2)
    }
    let plain = model(Tape(mode: .inference).constant(image)).value
    #expect(plain.shape == image.shape)
    GoldenCase.expectClose(model(image), plain, absolute: 1e-4, "folded")
    let block = 1 << (branches + 1)
    #expect(model.hyperparameters.block == block)
    let margin = ConvolutionGeometry.Padding(
      bottom: (block - size[0] % block) % block, right: (block - size[1] % block) % block)
    // Sums over so few channels depend on the number of threads, which other tests change in parallel.
    let (found, whole) = withThreadCount(2) {
      (model(image), model(image.padded(by: margin, mode: .reflect)))
    }
    #expect(byteMismatch(found, whole.cropped(by: margin)) == nil)
  }

  static let lattices = [
    PixelLattice(stride: 2, row: 1, column: 0), PixelLattice(stride: 4, row: 2, column: 2),
    PixelLattice(stride: 8, row: 2, column: 6), PixelLattice(stride: 8, row: 7, column: 3),
    PixelLattice(stride: 3, row: 2, column: 1), PixelLattice.everyPixel,
  ]

  /// If only some pixels are requested, the network gives the same values and gradients for them.
  @Test(arguments: lattices, [[33, 20], [16, 32]])
  func pixelsOfALattice(lattice: PixelLattice, size: [Int]) {
    var random = RandomNumbers(seed: 2)
    let image = random.uniform(shape: [2, 1] + size)
    let model = Self.model {
      ($0.outputChannels, $0.branches, $0.channels, $0.depth) = (5, 2, 8, 2)
    }
    let target = random.normal(shape: lattice.shape(of: [2, 5] + size), standardDeviation: 1)
    let part = Self.step(of: model, target: target) { model($0.constant(image), at: lattice) }
    let whole = Self.step(of: model, target: target) {
      model($0.constant(image)).picked(at: lattice)
    }
    GoldenCase.expectClose(part.value, whole.value, absolute: 1e-4, "training")
    for (index, parameter) in model.parameters.trainable.enumerated() {
      GoldenCase.expectClose(
        part.gradients[index], whole.gradients[index], absolute: 1e-6, relative: 2e-3,
        parameter.path)
    }
    GoldenCase.expectClose(
      model(image, at: lattice), model(image).picked(at: lattice), absolute: 1e-4, "folded")
  }

  /// The output of a model, and the gradients of its squared error.
  private static func step(
    of model: RBDN, target: Tensor, _ output: (Tape) -> Variable
  ) -> (value: Tensor, gradients: [Tensor]) {
    let tape = Tape(mode: .training)
    let result = output(tape)
    tape.backward(from: l2Loss(result, target: target))
    return (result.value, tape.gradients(of: model.parameters.trainable))
  }

  @Test func aResidualNetworkBeginsByChangingNothing() {
    var random = RandomNumbers(seed: 3)
    let image = random.uniform(shape: [2, 3, 21, 18])
    let model = Self.model {
      ($0.inputChannels, $0.outputChannels, $0.channels, $0.residual) = (3, 3, 16, true)
    }
    let tape = Tape(mode: .training)
    let input = tape.constant(image)
    #expect(byteMismatch(model(input).value, image) == nil)
    // It can still learn: the last layer has a gradient from the start.
    let loss = l2Loss(model(input), target: image * 0.5)
    tape.backward(from: loss)
    let last = model.parameters["conv11.weight"]!
    #expect(tape.gradient(of: last)!.values.contains { $0 != 0 })
  }

  @Test func hyperparametersSurviveTheirFile() throws {
    var hyperparameters = RBDN.Hyperparameters()
    (hyperparameters.branches, hyperparameters.upsampling) = (1, .bilinear)
    let data = try JSONEncoder().encode(hyperparameters)
    #expect(try JSONDecoder().decode(RBDN.Hyperparameters.self, from: data) == hyperparameters)
  }
}
