import BurnishModels
import BurnishNetworks
import BurnishTensors

/// Forward pass, backward pass, and Adam step of a network on a batch. The loss is the mean squared error.
final class TrainingStep: BenchmarkCase {
  private let forward: (Variable) -> Variable
  private let parameters: ParameterSet
  private var adam = Adam(learningRate: 1e-3)
  private let given: Tensor
  private let wanted: Tensor

  let runsToCompare = 3

  private init(
    _ parameters: ParameterSet, given: Tensor, wanted: Tensor,
    forward: @escaping (Variable) -> Variable
  ) {
    (self.parameters, self.given, self.wanted, self.forward) = (parameters, given, wanted, forward)
  }

  /// The autoencoder's stack, which predicts the noise of patches.
  static func stack(files: BenchmarkFiles) throws -> TrainingStep {
    let model = DenoisingAutoencoder()
    let (weights, path) = try files.weights(of: "stack")
    try model.parameters.load(weights, from: path)
    let inputs = try files.inputs("patches", "noise")
    return TrainingStep(model.parameters, given: inputs[0], wanted: inputs[1]) {
      model.correction(of: $0)
    }
  }

  /// RBDN with three branches, which restores crops.
  static func rbdn(files: BenchmarkFiles) throws -> TrainingStep {
    let model = RBDN()
    let (weights, path) = try files.weights(of: "rbdn")
    try model.parameters.load(weights, from: path)
    let inputs = try files.inputs("crops", "truths")
    return TrainingStep(model.parameters, given: inputs[0], wanted: inputs[1]) { model($0) }
  }

  /// Trains one step.
  /// - Returns: The loss before the step, `[1]`.
  func run() -> Tensor {
    let tape = Tape(mode: .training)
    let loss = l2Loss(forward(tape.constant(given)), target: wanted)
    tape.backward(from: loss)
    adam.update(parameters.trainable, gradients: tape.gradients(of: parameters.trainable))
    return loss.value.reshaped(to: [1])
  }
}
