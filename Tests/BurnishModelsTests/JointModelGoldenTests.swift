import BurnishModels
import BurnishNetworks
import BurnishTensors
import Testing

@Suite("Joint models compared with PyTorch")
struct JointModelGoldenTests {
  /// A case of Scripts/golden/models.py, and its model.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let model: @Sendable () -> any JointNetwork
    let isSquaredLoss: Bool
    /// The pixels that the training loss uses.
    var lattice = PixelLattice.everyPixel

    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "fdkn", model: { FDKN() }, isSquaredLoss: false),
    Case(
      name: "fdkn-narrow",
      model: {
        var hyperparameters = FDKN.Hyperparameters()
        hyperparameters.channels = [16, 16, 16, 16, 32, 32]
        return FDKN(hyperparameters)
      }, isSquaredLoss: false),
    Case(
      name: "fdkn-uneven",
      model: {
        var hyperparameters = FDKN.Hyperparameters()
        hyperparameters.channels = [8, 8, 12, 12, 24, 20]
        hyperparameters.residual = false
        hyperparameters.guide = .gray
        return FDKN(hyperparameters)
      }, isSquaredLoss: false),
    Case(
      name: "fdkn-plain",
      model: {
        fdkn([8, 8, 8, 8, 8, 16]) { ($0.kernelSize, $0.offsets) = (5, .none) }
      }, isSquaredLoss: false),
    Case(
      name: "fdkn-guide", model: { fdkn([8, 8, 8, 8, 8, 16]) { $0.kernelSource = .guide } },
      isSquaredLoss: false),
    Case(
      name: "fdkn-target",
      model: {
        fdkn([8, 8, 8, 8, 8, 16]) { ($0.kernelSource, $0.residual) = (.target, false) }
      }, isSquaredLoss: false),
    Case(
      name: "dkn-narrow", model: { dkn([16, 16, 16, 16, 16, 32, 32]) },
      isSquaredLoss: false, lattice: .init(stride: 4, row: 2, column: 1)),
    Case(
      name: "dkn-plain",
      model: {
        dkn([8, 8, 12, 12, 16, 20, 24]) {
          ($0.kernelSize, $0.residual, $0.offsets) = (5, false, .none)
        }
      }, isSquaredLoss: false, lattice: .init(stride: 4, row: 0, column: 3)),
    Case(
      name: "dkn-guide", model: { dkn([8, 8, 8, 8, 8, 8, 8]) { $0.kernelSource = .guide } },
      isSquaredLoss: false, lattice: .init(stride: 4, row: 3, column: 3)),
    Case(
      name: "dkn-target",
      model: {
        dkn([8, 8, 8, 8, 8, 8, 8]) {
          ($0.kernelSize, $0.kernelSource, $0.offsets) = (15, .target, .none)
        }
      }, isSquaredLoss: false, lattice: .init(stride: 4, row: 1, column: 0)),
    Case(name: "djfr", model: { DJF() }, isSquaredLoss: true),
    Case(
      name: "djfr-merged",
      model: {
        djf {
          ($0.branchChannels, $0.branchKernelSizes) = ([12, 16], [5, 3])
          ($0.jointChannels, $0.jointKernelSizes) = ([16, 8, 8, 1], [3, 1, 3, 3])
          $0.branchEndsInReLU = true
        }
      }, isSquaredLoss: true),
    Case(
      name: "djfr-stacked",
      model: {
        djf {
          ($0.branchChannels, $0.branchKernelSizes) = ([], [])
          ($0.jointChannels, $0.jointKernelSizes) = ([12, 8, 1], [5, 3, 3])
        }
      }, isSquaredLoss: true),
    Case(
      name: "djf-narrow",
      model: {
        var hyperparameters = DJF.Hyperparameters()
        hyperparameters.branchChannels = [20, 12, 1]
        hyperparameters.jointChannels = [16, 8, 1]
        hyperparameters.skip = false
        return DJF(hyperparameters)
      }, isSquaredLoss: true),
    Case(
      name: "deepam-joint",
      model: {
        var hyperparameters = JointDeepAM.Hyperparameters()
        (hyperparameters.depth, hyperparameters.channels) = (6, 16)
        (hyperparameters.gammaLayer, hyperparameters.gammaFloor) = (4, 0.02)
        return JointDeepAM(hyperparameters)
      }, isSquaredLoss: false),
  ]

  private static func djf(_ change: (inout DJF.Hyperparameters) -> Void) -> DJF {
    var hyperparameters = DJF.Hyperparameters()
    change(&hyperparameters)
    return DJF(hyperparameters)
  }

  private static func fdkn(
    _ channels: [Int], _ change: (inout FDKN.Hyperparameters) -> Void
  ) -> FDKN {
    var hyperparameters = FDKN.Hyperparameters()
    hyperparameters.channels = channels
    change(&hyperparameters)
    return FDKN(hyperparameters)
  }

  private static func dkn(
    _ channels: [Int], _ change: (inout DKN.Hyperparameters) -> Void = { _ in }
  ) -> DKN {
    var hyperparameters = DKN.Hyperparameters()
    hyperparameters.channels = channels
    change(&hyperparameters)
    return DKN(hyperparameters)
  }

  @Test("Inference, on a tape and folded", arguments: cases)
  func inference(_ testCase: Case) throws {
    let golden = try GoldenCase(testCase.name)
    let model = testCase.model()
    try model.parameters.load(golden.weights, from: golden.name)
    let (target, guide) = (try golden["inference.target"], try golden["inference.guide"])
    let expected = try golden["inference.output"]
    let tape = Tape(mode: .inference)
    let plain = model(tape.constant(target), guide: tape.constant(guide)).value
    GoldenCase.expectClose(plain, expected, absolute: 1e-4, "on a tape")
    GoldenCase.expectClose(model(target, guide: guide), expected, absolute: 1e-4, "folded")
    GoldenCase.expectClose(
      model.filter(target, guide: guide), expected, absolute: 1e-4, "in its schedule")
  }

  @Test("Loss and gradients in training", arguments: cases.filter { $0.name != "fdkn" })
  func training(_ testCase: Case) throws {
    let model = testCase.model()
    try GoldenCase(testCase.name).checkTraining(
      of: model.parameters, inputs: ["target", "guide"],
      loss: { testCase.isSquaredLoss ? l2Loss($0, target: $1) : l1Loss($0, target: $1) },
      forward: { model($0[0], guide: $0[1], at: testCase.lattice) })
  }
}

@Suite("The autoencoder compared with PyTorch")
struct DenoisingAutoencoderGoldenTests {
  private func narrow() -> DenoisingAutoencoder {
    var hyperparameters = DenoisingAutoencoder.Hyperparameters()
    hyperparameters.channels = 16
    return DenoisingAutoencoder(hyperparameters)
  }

  @Test func inference() throws {
    let golden = try GoldenCase("stack")
    let model = narrow()
    try model.parameters.load(golden.weights, from: golden.name)
    let (image, expected) = (try golden["inference.image"], try golden["inference.output"])
    GoldenCase.expectClose(
      model.correction(of: Tape(mode: .inference).constant(image)).value, expected, absolute: 1e-4,
      "on a tape")
    GoldenCase.expectClose(model.correction(of: image), expected, absolute: 1e-4, "folded")
  }

  /// A tape without gradients for parameters uses folded convolutions. It must agree with a tape that has
  /// them.
  @Test func foldedGradient() throws {
    let golden = try GoldenCase("stack")
    let model = narrow()
    try model.parameters.load(golden.weights, from: golden.name)
    let image = try golden["inference.image"]
    var random = RandomNumbers(seed: 3)
    let outputGradient = random.normal(shape: image.shape, standardDeviation: 1)
    func differentiated(_ tape: Tape) throws -> (correction: Tensor, imageGradient: Tensor) {
      let input = tape.variable(image)
      let correction = model.correction(of: input)
      tape.backward(from: correction, gradient: outputGradient)
      return (correction.value, try #require(tape.gradient(of: input)))
    }
    let expected = try differentiated(Tape(mode: .inference))
    let found = try differentiated(Tape(mode: .inference, differentiatesParameters: false))
    GoldenCase.expectClose(found.correction, expected.correction, absolute: 1e-4, "correction")
    // Rounding may switch a ReLU on or off, so single samples of the gradient differ by more.
    let wanted = expected.imageGradient
    let error = found.imageGradient - wanted
    #expect(error.dot(error) < 1e-6 * wanted.dot(wanted))
  }

  @Test func training() throws {
    let model = narrow()
    try GoldenCase("stack").checkTraining(
      of: model.parameters, inputs: ["image"], loss: { l2Loss($0, target: $1) },
      forward: { model.correction(of: $0[0]) })
  }
}
