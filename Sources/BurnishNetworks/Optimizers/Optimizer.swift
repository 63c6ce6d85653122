import BurnishCore
import BurnishTensors

/// A rule that moves parameters along their gradients, with what it remembers between steps.
public protocol Optimizer {
  /// The step's length; a schedule may set it before every update.
  var learningRate: Float { get set }

  /// Moves each parameter by its gradient.
  /// - Parameters:
  ///   - parameters: trainable parameters, the same ones in every step.
  ///   - gradients: one for each parameter, of its shape, in the same order.
  mutating func update(_ parameters: [Parameter], gradients: [Tensor])

  /// What the optimizer remembers, as named tensors for a checkpoint. Loading it into an optimizer
  /// of the same hyperparameters continues the same trajectory to the bit.
  func state() -> [String: Tensor]

  /// Replaces what the optimizer remembers by a ``state()`` from a checkpoint.
  /// - Parameters:
  ///   - state: named tensors; those of other names than the optimizer's own are left aside.
  ///   - parameters: the parameters that will be updated.
  ///   - source: what the tensors were read from, for the error message.
  /// - Throws: a ``Failure`` that names the first tensor that is missing or has another shape.
  mutating func load(
    _ state: [String: Tensor], for parameters: [Parameter], from source: String) throws(Failure)
}

/// Which parameters weight decay draws toward zero.
public enum WeightDecayScope: Sendable, Hashable, Codable {
  /// Every parameter, as in PyTorch's optimizers.
  case all
  /// Those of two or more extents: kernels, but neither biases nor normalization.
  case kernels

  func contains(_ parameter: Parameter) -> Bool {
    self == .all || parameter.shape.count >= 2
  }
}

func checkUpdate(_ parameters: [Parameter], _ gradients: [Tensor]) {
  precondition(
    parameters.count == gradients.count,
    "\(gradients.count) gradients for \(parameters.count) parameters")
  for (parameter, gradient) in zip(parameters, gradients) {
    precondition(
      parameter.shape == gradient.shape,
      "a gradient of shape \(gradient.shape) for the parameter \(parameter.path) of shape "
        + "\(parameter.shape)")
  }
}
