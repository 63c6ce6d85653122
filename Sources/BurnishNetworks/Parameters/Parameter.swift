import BurnishTensors
import Synchronization

/// A tensor of a network that outlives a forward pass: a weight, a bias, a running statistic.
///
/// Parameters are made by a ``ParameterScope``, which gives them their path. The path is the name in
/// a checkpoint file.
///
/// Networks are used by several tasks at once; training changes parameters, on one task, while nobody else uses them.
public final class Parameter: Sendable {
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
  private struct State {
    var value: Tensor
    var changeCount = 0
  }
  private let state: Mutex<State>

  public var isTrainable: Bool { kind == .trainable }

  /// - Parameter value: of the shape; without one the parameter is blank.
  init(path: String, kind: Kind, shape: [Int], value: Tensor?) {
    precondition(
      value == nil || value!.shape == shape,
      "a value of shape \(value!.shape) does not fit the parameter \(path) of shape \(shape)")
    self.path = path
    self.kind = kind
    self.shape = shape
    state = Mutex(State(value: value ?? Tensor(zeros: [0])))
  }

  /// The samples, always of ``shape``, except in a scope that leaves parameters blank: there is none until one
  /// is assigned.
  public var value: Tensor { state.withLock { $0.value } }

  /// How often the samples were changed: what was made of them is kept until it grows.
  public var changeCount: Int { state.withLock { $0.changeCount } }

  /// The parameter as an operand. It is tracked by the tape of the other operands, if they have one.
  public var variable: Variable { Variable(parameter: self) }

  /// Replaces the samples by those of `tensor`, which must have the parameter's shape.
  public func assign(_ tensor: Tensor) {
    precondition(
      tensor.shape == shape,
      "parameter \(path) has the shape \(shape), not \(tensor.shape)")
    update { $0 = tensor.plain() }
  }

  /// Changes the samples, in place where nobody else holds them.
  ///
  /// - Parameter change: must leave the shape as it is, and use no other parameter.
  func update(_ change: (inout Tensor) -> Void) {
    state.withLock { state in
      change(&state.value)
      precondition(
        state.value.shape == shape,
        "parameter \(path) has the shape \(shape), not \(state.value.shape)")
      state.changeCount += 1
    }
  }
}
