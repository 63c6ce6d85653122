import BurnishModels
import BurnishNetworks
import BurnishTensors
import Testing

/// Joint models as layers that refine class scores.
@Suite struct ChannelFilteringTests {
  static func fdkn(residual: Bool = false, gray: Bool = false) -> FDKN {
    var hyperparameters = FDKN.Hyperparameters()
    hyperparameters.channels = [8, 8, 12, 12, 16, 16]
    hyperparameters.residual = residual
    hyperparameters.guide = gray ? .gray : .color
    return FDKN(hyperparameters, seed: 5)
  }

  static func djf() -> DJF {
    var hyperparameters = DJF.Hyperparameters()
    hyperparameters.branchChannels = [6, 5, 1]
    hyperparameters.jointChannels = [5, 4, 1]
    return DJF(hyperparameters, seed: 4)
  }

  private static func image(_ shape: [Int], seed: UInt64) -> Tensor {
    var random = RandomNumbers(seed: seed)
    return random.uniform(shape: shape)
  }

  private let scores = image([2, 5, 13, 22], seed: 1)
  private let guide = image([2, 3, 13, 22], seed: 2)

  @Test(
    "Each channel gives the same result as on its own", arguments: ["FDKN", "FDKN gray", "DJF"])
  func channelsAreIndependent(_ name: String) throws {
    let model: any JointNetwork =
      switch name {
      case "DJF": Self.djf()
      case "FDKN": Self.fdkn()
      default: Self.fdkn(residual: true, gray: true)
      }
    let tape = Tape(mode: .inference)
    let plain = model(channelsOf: tape.constant(scores), guide: tape.constant(guide))
    let together = model.filter(channelsOf: scores, guide: guide)
    for (channel, plane) in scores.split(counts: [1, 1, 1, 1, 1]).enumerated() {
      let alone = model.filter(plane, guide: guide)
      for (result, name) in [
        (plain.value, "plain"), (together, "one by one"),
        (model(channelsOf: scores, guide: guide), "together"),
      ] {
        let found = result.split(counts: [1, 1, 1, 1, 1])[channel]
        GoldenCase.expectClose(found, alone, absolute: 1e-5, "\(name) channel \(channel)")
      }
    }
  }

  @Test("The loss of FDKN and its gradients agree with PyTorch")
  func agreesWithTheTwin() throws {
    let golden = try GoldenCase("fdkn-scores")
    let model = Self.fdkn()
    try golden.checkTraining(
      of: model.parameters, inputs: ["scores", "guide"],
      loss: { output, truth in
        softmaxCrossEntropy(output * 4, labels: truth.values.map { Int32($0) }, ignoring: -1)
      },
      forward: { model(channelsOf: $0[0], guide: $0[1]) })
    try model.parameters.load(golden.weights, from: golden.name)
    let (scores, guide) = (try golden["training.scores"], try golden["training.guide"])
    let output = model.filter(channelsOf: scores, guide: guide)
    GoldenCase.expectClose(
      output, try golden["inference.output"], absolute: 1e-4, "inference")
  }

  /// The network that makes the scores receives this gradient.
  @Test("The gradient for the scores agrees with differences of the loss")
  func gradientByScores() throws {
    let model = Self.fdkn()
    var random = RandomNumbers(seed: 9)
    let labels = (0..<2 * 13 * 22).map { _ in Int32(random.integer(below: 6)) - 1 }
    func loss(_ scores: Tensor, on tape: Tape) -> (loss: Variable, scores: Variable) {
      let scores = tape.variable(scores)
      let refined = model(channelsOf: scores, guide: tape.constant(guide))
      return (softmaxCrossEntropy(refined * 8, labels: labels, ignoring: -1), scores)
    }
    let tape = Tape(mode: .inference)
    let (value, variable) = loss(scores, on: tape)
    tape.backward(from: value)
    let gradient = try #require(tape.gradient(of: variable))
    for _ in 0..<5 {
      let direction = random.normal(shape: scores.shape)
      let step: Float = 1e-3
      let ahead = loss(scores + direction * step, on: Tape(mode: .inference)).loss.value.scalar
      let behind = loss(scores - direction * step, on: Tape(mode: .inference)).loss.value.scalar
      let found = Double(ahead - behind) / Double(2 * step)
      let wanted = (gradient * direction).preciseSum()
      // The loss has rounding errors of 2e-7, and kernels are not smooth everywhere.
      let scale = gradient.squared().preciseSum().squareRoot()
      #expect(abs(found - wanted) < 0.03 * scale + 1e-3, "\(found) instead of \(wanted)")
      #expect(abs(wanted) < 10 * scale && scale > 1e-3)
    }
  }
}
