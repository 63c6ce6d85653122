import BurnishTensors

/// A tensor of a network that outlives a forward pass: a weight, a bias, a running statistic.
///
/// Parameters are made by a ``ParameterScope``, which gives them their path. The path is the name in
/// a checkpoint file. A parameter belongs to one task at a time, as the tape does.
public final class Parameter {
  /// What becomes of the tensor in training.
  public enum Kind: Sendable, Hashable {
    /// The optimizer follows its gradient.
    case trainable
    /// A layer updates it by itself (a running statistic); it has no gradient.
    case buffer
  }

  /// The name, from the network's root: `guide.conv1.weight`.
  public let path: String
  public let kind: Kind
  public let shape: [Int]
  /// The samples, always of ``shape``, except in a scope that leaves parameters blank: there is none until one
  /// is assigned.
  public internal(set) var value: Tensor

  public var isTrainable: Bool { kind == .trainable }

  /// - Parameter value: of the shape; without one the parameter is blank.
  init(path: String, kind: Kind, shape: [Int], value: Tensor?) {
    precondition(
      value == nil || value!.shape == shape,
      "a value of shape \(value!.shape) does not fit the parameter \(path) of shape \(shape)")
    self.path = path
    self.kind = kind
    self.shape = shape
    self.value = value ?? Tensor(zeros: [0])
  }

  /// The parameter as an operand. It is tracked by the tape of the other operands, if they have one.
  public var variable: Variable { Variable(parameter: self) }

  /// Replaces the samples by those of `tensor`, which must have the parameter's shape.
  public func assign(_ tensor: Tensor) {
    precondition(
      tensor.shape == shape,
      "parameter \(path) has the shape \(shape), not \(tensor.shape)")
    value = tensor.plain()
  }
}
