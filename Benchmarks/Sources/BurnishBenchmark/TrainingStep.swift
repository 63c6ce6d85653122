import BurnishModels
import BurnishNetworks
import BurnishTensors

/// Forward, backward and Adam of the autoencoder's stack on a batch of noisy patches; the loss is the
/// mean squared error of the predicted noise.
final class TrainingStep: BenchmarkCase {
  private let model = DenoisingAutoencoder()
  private var adam = Adam(learningRate: 1e-3)
  private let patches: Tensor
  private let noise: Tensor

  let runsToCompare = 3

  init(files: BenchmarkFiles) throws {
    let (weights, path) = try files.weights(of: "stack")
    let inputs = try files.inputs("patches", "noise")
    (patches, noise) = (inputs[0], inputs[1])
    try model.parameters.load(weights, from: path)
  }

  /// Trains one step.
  /// - Returns: the loss before it, `[1]`.
  func run() -> Tensor {
    let tape = Tape(mode: .training)
    let loss = l2Loss(model.correction(of: tape.constant(patches)), target: noise)
    tape.backward(from: loss)
    let parameters = model.parameters.trainable
    adam.update(parameters, gradients: tape.gradients(of: parameters))
    return loss.value.reshaped(to: [1])
  }
}
