import BurnishCore
import BurnishTensors

/// A rule that moves parameters along their gradients, and its state between steps.
public protocol Optimizer {
  /// The learning rate; a schedule may set it before every update.
  var learningRate: Float { get set }

  /// Moves each parameter by its gradient.
  /// - Parameters:
  ///   - parameters: trainable parameters, the same ones in every step.
  ///   - gradients: one gradient for each parameter, in its shape and in the same order.
  mutating func update(_ parameters: [Parameter], gradients: [Tensor])

  /// The optimizer's state as named tensors for a checkpoint. An optimizer with the same hyperparameters that
  /// loads it continues with bit-identical results.
  func state() -> [String: Tensor]

  /// Replaces the optimizer's state with a ``state()`` from a checkpoint.
  /// - Parameters:
  ///   - state: named tensors; tensors with other names are ignored.
  ///   - parameters: the parameters to update.
  ///   - source: the origin of the tensors, for the error message.
  /// - Throws: a ``Failure`` that names the first tensor that is missing or has a wrong shape.
  mutating func load(
    _ state: [String: Tensor], for parameters: [Parameter], from source: String) throws(Failure)
}

/// The parameters that weight decay pulls toward zero.
public enum WeightDecayScope: Sendable, Hashable, Codable {
  /// Every parameter, as in PyTorch's optimizers.
  case all
  /// Parameters of two or more extents: kernels, but neither biases nor normalization.
  case kernels

  func contains(_ parameter: Parameter) -> Bool {
    self == .all || parameter.shape.count >= 2
  }
}

func checkUpdate(_ parameters: [Parameter], _ gradients: [Tensor]) {
  require(
    parameters.count == gradients.count,
    "\(gradients.count) gradients for \(parameters.count) parameters")
  for (parameter, gradient) in zip(parameters, gradients) {
    require(
      parameter.shape == gradient.shape,
      "a gradient of shape \(gradient.shape) for the parameter \(parameter.path) of shape "
        + "\(parameter.shape)")
  }
}
